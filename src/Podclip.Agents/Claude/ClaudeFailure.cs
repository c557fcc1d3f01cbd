using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Claude;

/// <summary>Why a result event is a failure, read from its fields and never from the model's words.</summary>
/// <param name="Kind">What kind of failure.</param>
/// <param name="Message">In words, if it has any.</param>
internal sealed record ClaudeFailure(string Kind, string? Message)
{
    /// <summary>The session to resume does not exist.</summary>
    public const string UnknownSession = "unknown_session";

    /// <summary>The account has used up what it may use in a span of time.</summary>
    public const string UsageLimit = "usage_limit";

    /// <summary>Reads a result event; null when it is no failure. A subtype <c>success</c> with <c>is_error</c> is one.</summary>
    /// <param name="result">The event.</param>
    /// <param name="apiError">The failed request reported just before it, if any.</param>
    public static ClaudeFailure? Read(JsonElement result, ClaudeApiError? apiError)
    {
        var subtype = result.Text("subtype") ?? "";
        if (!result.IsTrue("is_error") && subtype == "success")
        {
            return null;
        }

        var errors = result.Member("errors").Items().Select(ToText).ToArray();
        var text = result.Text("result");
        var message = string.IsNullOrWhiteSpace(text) ? apiError?.Message : text;
        if (message is null && errors.Length > 0)
        {
            message = string.Join("; ", errors);
        }

        return new ClaudeFailure(KindOf(result, subtype, errors, apiError), message);
    }

    private static string KindOf(JsonElement result, string subtype, string[] errors, ClaudeApiError? apiError)
    {
        var reason = result.Text("terminal_reason") ?? "";
        return subtype switch
        {
            "error_max_turns" => "max_turns",
            "error_max_budget_usd" => "max_budget",
            _ when IsUnknownSession(result, errors) => UnknownSession,
            _ when reason.StartsWith("aborted", StringComparison.Ordinal) => "interrupted",
            _ when reason == "prompt_too_long" => reason,
            _ when result.Text("stop_reason") == "refusal" => "refusal",
            _ when errors.Any(error => error.StartsWith("[ede_diagnostic]", StringComparison.Ordinal)) => "empty_response",
            _ when apiError is not null => apiError.Kind,
            _ when subtype.StartsWith("error", StringComparison.Ordinal) => subtype,
            _ => HttpFailure.KindOf(result.Count("api_error_status")),
        };
    }

    // Nothing but these two texts tells this failure from others; they are Claude Code's own, not the model's.
    private static bool IsUnknownSession(JsonElement result, string[] errors) =>
        result.Count("num_turns") == 0 && errors.Any(error =>
            error.StartsWith("No conversation found with session ID", StringComparison.Ordinal) ||
            error.Contains("--resume requires a valid session ID", StringComparison.Ordinal));

    private static string ToText(JsonElement error) => error.ValueKind == JsonValueKind.String
        ? error.GetString()!
        : error.Text("message") ?? error.Text("error") ?? error.Text("code") ?? error.GetRawText();
}
