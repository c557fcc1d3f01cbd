using Podclip.Paperclip.Contract;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.Transcripts;

/// <summary>
/// Turns one line of Claude Code's output into the host's entries, as the host's page asks for it: line by line, in any order, without a memory.
/// Events that the page has no form for stay lines.
/// </summary>
internal static class ClaudeLineParser
{
    public static IReadOnlyList<HostTranscriptEntry> Parse(string line, string ts)
    {
        if (EventFields.Parse(line) is not { } root)
        {
            return [Raw(line, ts)];
        }

        IReadOnlyList<HostTranscriptEntry> entries = root.Text("type") switch
        {
            "system" when root.Text("subtype") == "init" => [new HostTranscriptEntry.Init(root.Said("model") ?? "unknown", root.Text("session_id") ?? "") { Ts = ts }],
            "assistant" => [.. Blocks(root).SelectMany(block => ParseAnswer(block, ts))],
            "user" => [.. Blocks(root).SelectMany(block => ParseInput(block, ts))],
            "result" => [ParseResult(root, ts)],
            _ => [],
        };
        return entries.Count > 0 ? entries : [Raw(line, ts)];
    }

    private static IEnumerable<JsonObject> Blocks(JsonObject root) => root.Member("message").Objects("content");

    private static IEnumerable<HostTranscriptEntry> ParseAnswer(JsonObject block, string ts)
    {
        switch (block.Text("type"))
        {
            case "text" when block.Said("text") is { } text:
                yield return new HostTranscriptEntry.Assistant(text) { Ts = ts };
                break;
            case "thinking" when block.Said("thinking") is { } text:
                yield return new HostTranscriptEntry.Thinking(text) { Ts = ts };
                break;
            case "tool_use":
                var input = block.Member("input")?.DeepClone() ?? new JsonObject();
                yield return new HostTranscriptEntry.ToolCall(block.Said("name") ?? "unknown", input, block.Text("id") ?? block.Text("tool_use_id")) { Ts = ts };
                break;
            default:
                break;
        }
    }

    private static IEnumerable<HostTranscriptEntry> ParseInput(JsonObject block, string ts)
    {
        switch (block.Text("type"))
        {
            case "text" when block.Said("text") is { } text:
                yield return new HostTranscriptEntry.User(text) { Ts = ts };
                break;
            case "tool_result":
                yield return new HostTranscriptEntry.ToolResult(block.Text("tool_use_id") ?? "", block.ToolText("content"), block.IsTrue("is_error")) { Ts = ts };
                break;
            default:
                break;
        }
    }

    private static HostTranscriptEntry.Result ParseResult(JsonObject root, string ts)
    {
        var usage = root.Member("usage");
        return new HostTranscriptEntry.Result(
            root.Text("result") ?? "",
            usage.Count("input_tokens"),
            usage.Count("output_tokens"),
            usage.Count("cache_read_input_tokens"),
            ClaudeResult.CostOf(root),
            root.Text("subtype") ?? "",
            root.IsTrue("is_error"),
            ClaudeResult.ErrorsOf(root)) { Ts = ts };
    }

    private static HostTranscriptEntry.StandardOutput Raw(string line, string ts) => new(JsText.WellFormed(line)!) { Ts = ts };
}
