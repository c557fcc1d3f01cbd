using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Claude;

/// <summary>
/// What the result events of one run add up to. There can be several: a background task that ends later brings another one.
/// The last one tells how it ended; usage, cost and turns are summed.
/// </summary>
internal sealed class ClaudeOutcome
{
    private const long MaxUnixSeconds = 253_402_300_800;

    private JsonElement? _result;
    private TokenUsage _usage = TokenUsage.None;
    private decimal? _cost;
    private bool _costIsUnknown;
    private long? _turns;
    private ClaudeFailure? _failure;
    private ClaudeApiError? _apiError;
    private bool _isOverLimit;
    private DateTimeOffset? _limitEnds;

    /// <summary>Reads a message that reports a failed request; the result event after it repeats only its text.</summary>
    public void ReadApiError(JsonElement root)
    {
        if (ClaudeContent.Parent(root) is null)
        {
            var error = ClaudeApiError.Read(root);
            _apiError = _isOverLimit && error.Kind == "rate_limit" ? error with { Kind = ClaudeFailure.UsageLimit } : error;
        }
    }

    /// <summary>Reads what the account may still use; over its limit, every request is refused until a certain time.</summary>
    public void ReadLimit(JsonElement info)
    {
        _isOverLimit = info.Text("status") == "rejected";
        _limitEnds = _isOverLimit && info.Count("resetsAt") is { } seconds and < MaxUnixSeconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }

    /// <summary>The model has answered after all.</summary>
    public void ReadAnswer() => _apiError = null;

    /// <summary>Reads a result event.</summary>
    public TranscriptEntry.Result ReadResult(JsonElement root)
    {
        _failure = ClaudeFailure.Read(root, _apiError);
        _apiError = null;
        var usage = ReadUsage(root.Member("usage"));
        var cost = ReadCost(root);
        _usage += usage;
        _costIsUnknown |= cost is null;
        _cost = _costIsUnknown ? null : (_cost ?? 0) + cost;
        _turns = root.Count("num_turns") is { } turns ? (_turns ?? 0) + turns : _turns;
        _result = root.Clone();
        return new TranscriptEntry.Result(root.Text("result") ?? _failure?.Message, root.Text("subtype"), _failure is not null, usage, cost);
    }

    /// <summary>Adds what is known to the evidence.</summary>
    public AgentEvidence AddTo(AgentEvidence evidence)
    {
        // A request that failed for good is a failure even if the agent was killed before it could say so in a result. The last result
        // has the last word on whether the run failed; why it did may stand after it.
        var failure = _apiError is { } error ? new ClaudeFailure(error.Kind, error.Message) : _failure;
        return evidence with
        {
            HasEnded = _result is not null,
            IsError = _failure is not null || (_result is null && _apiError is not null),
            ErrorKind = failure?.Kind,
            ErrorMessage = failure?.Message,
            RetryNotBefore = failure?.Kind == ClaudeFailure.UsageLimit ? _limitEnds : null,
            SessionId = failure?.Kind == ClaudeFailure.UnknownSession ? null : evidence.SessionId,
            Summary = failure is null && _result?.Text("result") is { } text && !string.IsNullOrWhiteSpace(text) ? text : evidence.Summary,
            Usage = _usage,
            CostUsd = _cost,
            Turns = _turns is { } turns ? (int)Math.Min(turns, int.MaxValue) : null,
            ResultEvent = _result,
        };
    }

    private static TokenUsage ReadUsage(JsonElement usage) => new(
        usage.Count("input_tokens") ?? 0,
        usage.Count("output_tokens") ?? 0,
        usage.Count("cache_read_input_tokens") ?? 0,
        usage.Count("cache_creation_input_tokens") ?? 0);

    // total_cost_usd sums the whole session, resumed runs included; only this member is about this result alone.
    // Where it is missing, a total of zero still says that nothing was spent.
    private static decimal? ReadCost(JsonElement root)
    {
        var models = root.Member("model_usage_since_last_result");
        if (models.ValueKind != JsonValueKind.Object)
        {
            return root.Amount("total_cost_usd") is 0 ? 0 : null;
        }

        return models.EnumerateObject().Sum(model => model.Value.Amount("costUSD") ?? 0);
    }
}
