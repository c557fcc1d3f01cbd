using System.Text.Json;

namespace Podclip.Transcripts;

/// <summary>The rules for Claude Code's <c>stream-json</c>.</summary>
internal static class ClaudeRules
{
    public static Expectation Apply(RecordedRun run)
    {
        var events = RawEvents.Read(run.Output);
        var results = events.Where(each => each.TextAt("type") == "result").ToList();
        var last = results.LastOrDefault();
        return new Expectation
        {
            Succeeded = run.ExitCode == 0 && last.At("is_error").ValueKind == JsonValueKind.False && last.TextAt("subtype") == "success",
            ClearSession = IsUnknownSession(last),
            SessionId = events.FirstOrDefault(each => each.TextAt("subtype") == "init").TextAt("session_id"),
            InputTokens = results.Sum(each => each.NumberAt("usage", "input_tokens")),
            OutputTokens = results.Sum(each => each.NumberAt("usage", "output_tokens")),
            CachedTokens = results.Sum(each => each.NumberAt("usage", "cache_read_input_tokens")),
            CostUsd = results.Count == 0 || results.Any(each => CostOf(each) is null) ? null : results.Sum(CostOf),
            ErrorFamily = FamilyOf(events, last),
            ErrorCode = CodeOf(last),
            Entries = new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["assistant"] = Blocks(events, "assistant").Count(block => block.TextAt("type") == "text" && block.IsSaidAt("text")),
                ["thinking"] = Blocks(events, "assistant").Count(block => block.IsSaidAt("thinking") || block.TextAt("type") == "redacted_thinking"),
                ["tool_call"] = Blocks(events, "assistant").Count(block => block.TextAt("type")?.EndsWith("tool_use", StringComparison.Ordinal) == true),
                ["tool_result"] = Blocks(events, "assistant", "user").Count(block => block.TextAt("type")?.EndsWith("tool_result", StringComparison.Ordinal) == true),
                ["init"] = events.Count(each => each.TextAt("subtype") == "init"),
                ["result"] = results.Count,
            },
        };
    }

    private static IEnumerable<JsonElement> Blocks(IEnumerable<JsonElement> events, params string[] types) => events
        .Where(each => types.Contains(each.TextAt("type"), StringComparer.Ordinal) && each.At("message", "content").ValueKind == JsonValueKind.Array)
        .SelectMany(each => each.At("message", "content").EnumerateArray());

    private static bool IsUnknownSession(JsonElement result) =>
        result.At("errors") is { ValueKind: JsonValueKind.Array } errors && errors.EnumerateArray().Select(error => error.ToString()).Any(error =>
            error.StartsWith("No conversation found with session ID", StringComparison.Ordinal) ||
            error.Contains("--resume requires a valid session ID", StringComparison.Ordinal));

    // The total is the session's; what the models cost since the last result is this result's own.
    private static decimal? CostOf(JsonElement result) => result.At("model_usage_since_last_result") is { ValueKind: JsonValueKind.Object } models
        ? models.EnumerateObject().Sum(model => model.Value.AmountAt("costUSD") ?? 0)
        : result.AmountAt("total_cost_usd") is 0 ? 0 : null;

    private static string? FamilyOf(IReadOnlyList<JsonElement> events, JsonElement result)
    {
        if (result.At("is_error").ValueKind != JsonValueKind.True)
        {
            return null;
        }

        var error = events.LastOrDefault(each => each.At("is_api_error_message").ValueKind == JsonValueKind.True);
        var isOverLimit = events.LastOrDefault(each => each.TextAt("type") == "rate_limit_event").TextAt("rate_limit_info", "status") == "rejected";
        return result.NumberAt("api_error_status") switch
        {
            _ when error.TextAt("error") == "billing_error" => "provider_quota",
            _ when error.TextAt("api_error") is "usage_limit_reached" or "long_context_credits_required" or "model_requires_usage_credits" => "provider_quota",
            429 when isOverLimit => "provider_quota",
            408 or 429 or >= 500 => "transient_upstream",
            _ when error.TextAt("api_error") is "connection_failed" or "no_response" or "stream_idle_timeout" => "transient_upstream",
            _ when result.TextAt("stop_reason") == "refusal" => "model_refusal",
            _ => null,
        };
    }

    private static string? CodeOf(JsonElement result) => (result.TextAt("subtype"), result.TextAt("terminal_reason"), result.NumberAt("api_error_status")) switch
    {
        ("error_max_turns", _, _) => "agent_max_turns",
        (_, "prompt_too_long", _) => "agent_prompt_too_long",
        (_, _, 401) => "agent_login_required",
        (_, _, 403) => "agent_permission_denied",
        (_, _, 404) => "agent_model_not_found",
        ("error_during_execution", _, _) when IsUnknownSession(result) => "session_unavailable",
        ("error_during_execution", "completed", _) => "llm_api_error",
        _ => null,
    };
}
