using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.OpenCode;

/// <summary>
/// What the events of one run add up to. A run that is done has a last step that ended with <c>stop</c> or <c>length</c> and no
/// error event; usage and cost are summed over its steps. Those of subagents are not told.
/// </summary>
internal sealed class OpenCodeOutcome
{
    private TokenUsage _usage = TokenUsage.None;
    private decimal? _cost;
    private bool _costIsUnknown;
    private int _steps;
    private int _idleSteps;
    private bool _hasUsedTool;
    private string? _openMessage;
    private string? _lastReason;
    private bool _isRejected;
    private bool _isRetrying;
    private bool _hasAnswered;
    private OpenCodeFailure? _failure;
    private OpenCodeLogLine? _cause;

    // The first time a conversation is too long OpenCode shortens it and goes on.
    private bool _compacts;

    /// <summary>Reads a line that is no event, while no event has come: where a session that does not exist is told, and only there.</summary>
    public void ReadLineBeforeEvents(string line)
    {
        if (line == "Error: Session not found")
        {
            _failure = new OpenCodeFailure(OpenCodeFailure.UnknownSession, "Session not found");
        }
    }

    /// <summary>Reads an error of the log, which may come before or after the event it belongs to.</summary>
    public void ReadLog(OpenCodeLogLine log)
    {
        _isRetrying |= log.IsFailedRequest;
        if (log.Reference is not null)
        {
            _cause = log;
            _failure = _failure?.With(log);
        }
    }

    /// <summary>A step begins; returns a notice when it is one that began before: nothing else tells of a broken answer.</summary>
    public string? ReadStepStart(JsonElement part)
    {
        var message = part.Text("messageID");
        _isRetrying = message is not null && message == _openMessage;
        (_openMessage, _lastReason, _isRejected, _hasUsedTool) = (message, null, false, false);

        // Texts and tools are told when they are done: an open step may be at work.
        _hasAnswered = true;
        return _isRetrying ? "The model's answer broke off; trying again." : null;
    }

    /// <summary>The model has said or done something.</summary>
    public void ReadProgress() => (_isRetrying, _hasAnswered) = (false, true);

    /// <summary>A tool was called.</summary>
    public void ReadTool(JsonElement part)
    {
        ReadProgress();
        _hasUsedTool = true;
        _isRejected |= OpenCodeTool.IsRejected(part);
    }

    /// <summary>A step ends.</summary>
    public TranscriptEntry.Result ReadStepFinish(JsonElement part)
    {
        ReadProgress();
        var reason = part.Text("reason");
        var usage = ReadUsage(part.Member("tokens"));
        var cost = part.Amount("cost");
        (_openMessage, _lastReason) = (null, reason);
        _steps++;

        // Text alone is no progress: after an answer that just breaks off OpenCode asks again, and is told the same again.
        _idleSteps = _hasUsedTool || reason is "stop" or "length" or "content-filter" ? 0 : _idleSteps + 1;
        _usage += usage;
        _costIsUnknown |= cost is null;
        _cost = _costIsUnknown ? null : (_cost ?? 0) + cost;
        return new TranscriptEntry.Result(part.Text("message"), reason, reason is not ("stop" or "length" or "tool-calls"), usage, cost)
        {
            IsInterim = reason == "tool-calls",
        };
    }

    /// <summary>Something failed for good.</summary>
    public TranscriptEntry.Result ReadError(JsonElement root)
    {
        var failure = OpenCodeFailure.Read(root);
        _compacts = failure.Kind == OpenCodeFailure.PromptTooLong && _failure?.Kind != OpenCodeFailure.PromptTooLong;
        _failure = _cause is null ? failure : failure.With(_cause);
        _openMessage = null;
        return new TranscriptEntry.Result(_failure.Message, _failure.Kind, IsError: true, TokenUsage.None, CostUsd: null);
    }

    /// <summary>Adds what is known to the evidence.</summary>
    public AgentEvidence AddTo(AgentEvidence evidence)
    {
        var failure = _failure ?? FailureOfLastStep();
        return evidence with
        {
            HasEnded = _openMessage is null && !_compacts && (failure is not null || _lastReason is "stop" or "length"),
            IsError = failure is not null,
            ErrorKind = failure?.Kind,
            ErrorMessage = failure?.Message,
            RetryNotBefore = failure?.RetryNotBefore,
            HasAnswered = _hasAnswered,
            IdleSteps = _idleSteps,
            RetryKind = _isRetrying && failure is null ? "unknown" : null,
            Usage = _usage,
            CostUsd = _cost,
            Turns = _steps > 0 ? _steps : null,
        };
    }

    // Tools were called and the model never heard of it: OpenCode stops like this, with exit code 0, after a refused call.
    private OpenCodeFailure? FailureOfLastStep() => _lastReason == "tool-calls" && _isRejected
        ? new OpenCodeFailure("permission_denied", "OpenCode ended its run because a tool needed a permission that nobody was there to give.")
        : null;

    private static TokenUsage ReadUsage(JsonElement tokens) => new(
        tokens.Count("input") ?? 0,
        (tokens.Count("output") ?? 0) + (tokens.Count("reasoning") ?? 0),
        tokens.Member("cache").Count("read") ?? 0,
        tokens.Member("cache").Count("write") ?? 0);
}
