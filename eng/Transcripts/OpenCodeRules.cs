using System.Text;
using System.Text.Json;

namespace Podclip.Transcripts;

/// <summary>The rules for OpenCode's <c>--format json</c>.</summary>
internal static class OpenCodeRules
{
    public static Expectation Apply(RecordedRun run)
    {
        var events = RawEvents.Read(run.Output).Where(each => each.TextAt("sessionID") is not null).ToList();
        var steps = events.Where(each => each.TextAt("type") == "step_finish").ToList();
        var errors = events.Where(each => each.TextAt("type") == "error").ToList();
        var tools = events.Where(each => each.TextAt("type") == "tool_use").ToList();
        var isUnknownSession = events.Count == 0 && Encoding.UTF8.GetString(run.Error).Contains("Session not found", StringComparison.Ordinal);
        return new Expectation
        {
            Succeeded = run.ExitCode == 0 && errors.Count == 0 && steps.LastOrDefault().TextAt("part", "reason") is "stop" or "length",
            ClearSession = isUnknownSession,
            SessionId = events is [var first, ..] ? first.TextAt("sessionID") : null,
            InputTokens = steps.Sum(each => each.NumberAt("part", "tokens", "input")),
            OutputTokens = steps.Sum(each => each.NumberAt("part", "tokens", "output") + each.NumberAt("part", "tokens", "reasoning")),
            CachedTokens = steps.Sum(each => each.NumberAt("part", "tokens", "cache", "read")),
            CostUsd = steps.Count == 0 || steps.Any(each => each.AmountAt("part", "cost") is null) ? null : steps.Sum(each => each.AmountAt("part", "cost")),
            ErrorFamily = errors.Count == 0 ? null : FamilyOf(errors[^1].At("error")),
            ErrorCode = isUnknownSession ? "session_unavailable" : errors.Count == 0 ? null : CodeOf(errors[^1].At("error")),
            Entries = new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["assistant"] = events.Count(each => each.TextAt("type") == "text" && each.IsSaidAt("part", "text") && each.At("part", "synthetic").ValueKind != JsonValueKind.True),
                ["thinking"] = events.Count(each => each.TextAt("type") == "reasoning"),
                ["tool_call"] = tools.Count,
                ["tool_result"] = tools.Count(each => each.TextAt("part", "state", "status") is "completed" or "error"),
                ["init"] = events.Count > 0 ? 1 : 0,
                ["result"] = steps.Count + errors.Count,
            },
        };
    }

    private static string? FamilyOf(JsonElement error)
    {
        var words = error.TextAt("data", "message") ?? "";
        return error.NumberAt("data", "statusCode") switch
        {
            408 or 429 or >= 500 => "transient_upstream",
            _ when words.StartsWith("Cannot connect to API", StringComparison.Ordinal) || words.Contains("\"code\":529", StringComparison.Ordinal) => "transient_upstream",
            _ when words.StartsWith("Your credit balance is too low", StringComparison.Ordinal) => "provider_quota",
            _ when error.TextAt("name") == "ContentFilterError" => "model_refusal",
            _ => null,
        };
    }

    private static string? CodeOf(JsonElement error) => (error.TextAt("name"), error.NumberAt("data", "statusCode")) switch
    {
        ("ContextOverflowError", _) => "agent_prompt_too_long",
        (_, 401) => "agent_login_required",
        (_, 403) => "agent_permission_denied",
        (_, 404) => "agent_model_not_found",
        _ => null,
    };
}
