using System.Globalization;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.Transcripts;

/// <summary>Claude Code's events as text.</summary>
internal static class ClaudeLineFormatter
{
    private const long MaxUnixSeconds = 253_402_300_799;

    public static void Format(string line, bool debug, TerminalLines lines)
    {
        if (EventFields.Parse(line) is not { } root)
        {
            lines.Add(line);
            return;
        }

        switch (root.Text("type"))
        {
            case "system" when root.Text("subtype") == "init":
                var session = root.Said("session_id") is { } id ? $", session: {id}" : "";
                lines.Add($"Claude initialized (model: {root.Said("model") ?? "unknown"}{session})", TerminalLines.Blue);
                break;
            case "assistant":
                AddAnswer(root, lines);
                break;
            case "user":
                AddToolResults(root, lines);
                break;
            case "result":
                AddResult(root, lines);
                break;
            case "rate_limit_event":
                AddRateLimit(root.Member("rate_limit_info"), lines);
                break;
            default:
                lines.Add(debug ? line : "", TerminalLines.Grey);
                break;
        }
    }

    private static void AddAnswer(JsonObject root, TerminalLines lines)
    {
        foreach (var block in root.Member("message").Objects("content"))
        {
            switch (block.Text("type"))
            {
                case "text" when block.Said("text") is { } text:
                    lines.Add($"assistant: {text}", TerminalLines.Green);
                    break;
                case "thinking" when block.Said("thinking") is { } text:
                    lines.Add($"thinking: {text}", TerminalLines.Grey);
                    break;
                case "tool_use":
                    lines.Add($"tool_call: {block.Said("name") ?? "unknown"}", TerminalLines.Yellow);
                    lines.Add(block.Member("input") is { } input ? JsJson.Stringify(input, indent: 2) : "", TerminalLines.Grey);
                    break;
                default:
                    break;
            }
        }
    }

    private static void AddToolResults(JsonObject root, TerminalLines lines)
    {
        foreach (var block in root.Member("message").Objects("content").Where(block => block.Text("type") == "tool_result"))
        {
            var isError = block.IsTrue("is_error");
            lines.Add(isError ? "tool_result (error)" : "tool_result", isError ? TerminalLines.Red : TerminalLines.Cyan);
            lines.Add(block.ToolText("content"), isError ? TerminalLines.Red : TerminalLines.Grey);
        }
    }

    private static void AddResult(JsonObject root, TerminalLines lines)
    {
        lines.Add("result:", TerminalLines.Green);
        lines.Add(root.Text("result") ?? "");
        var subtype = root.Said("subtype");
        var errors = ClaudeResult.ErrorsOf(root);
        var isError = root.IsTrue("is_error");
        if (isError || errors.Count > 0 || subtype?.StartsWith("error", StringComparison.Ordinal) == true)
        {
            lines.Add($"claude_result: subtype={subtype ?? "unknown"} is_error={(isError ? "true" : "false")}", TerminalLines.Red);
            lines.Add(errors.Count > 0 ? $"claude_errors: {string.Join(" | ", errors)}" : "", TerminalLines.Red);
        }

        var usage = root.Member("usage");
        lines.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"tokens: in={usage.Count("input_tokens")} out={usage.Count("output_tokens")} cached={usage.Count("cache_read_input_tokens")} cost=${ClaudeResult.CostOf(root):0.000000}"),
            TerminalLines.Blue);
    }

    private static void AddRateLimit(JsonNode? info, TerminalLines lines)
    {
        var resets = info.Count("resetsAt") is > 0 and <= MaxUnixSeconds and var seconds
            ? $" resets={HostTime.Text(DateTimeOffset.FromUnixTimeSeconds(seconds))}"
            : "";
        lines.Add($"rate_limit: type={info.Said("rateLimitType") ?? "unknown"} status={info.Said("status") ?? "unknown"}{resets}", TerminalLines.Yellow);
    }
}
