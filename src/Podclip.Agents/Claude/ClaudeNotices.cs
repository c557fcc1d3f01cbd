using System.Globalization;
using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Claude;

/// <summary>Says in words what Claude Code reports about itself.</summary>
internal static class ClaudeNotices
{
    /// <summary>An event in words, or null when it tells a reader nothing.</summary>
    /// <param name="kind">The event's subtype, or its type where that is not <c>system</c>.</param>
    /// <param name="root">The event.</param>
    public static string? Describe(string kind, JsonElement root) => kind switch
    {
        "thinking_tokens" or "status" or "background_tasks_changed" or "task_updated" or "hook_started" or "keep_alive" => null,
        "api_retry" => Retry(root),
        "permission_denied" => $"Permission denied for {root.Text("tool_name")}: {root.Text("message")}",
        "task_started" => $"Background task started: {root.Text("description")}",
        "task_progress" => $"Background task: {root.Text("description")}",
        "task_notification" => $"Background task {root.Text("status")}: {root.Text("summary")}",
        "hook_response" => $"Hook {root.Text("hook_name")}: {root.Text("outcome")}",
        "informational" => root.Text("content"),
        "model_refusal_no_fallback" => $"{root.Text("original_model")} refused to answer.",
        "model_fallback" => "Falling back to another model.",
        "compact_boundary" => "The conversation was compacted.",
        "rate_limit_event" => RateLimit(root.Member("rate_limit_info")),
        "" => null,
        _ => kind.Replace('_', ' '),
    };

    private static string Retry(JsonElement root)
    {
        var status = root.Count("error_status") is { } code ? string.Create(CultureInfo.InvariantCulture, $", HTTP {code}") : "";
        var delay = (root.Amount("retry_delay_ms") ?? 0) / 1000;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The model did not answer ({root.Text("error") ?? "unknown"}{status}); trying again in {delay:0.0} s ({root.Count("attempt")} of {root.Count("max_retries")}).");
    }

    private static string? RateLimit(JsonElement info) =>
        info.Text("status") is null or "allowed" ? null : $"Rate limit {info.Text("rateLimitType")}: {info.Text("status")}";
}
