using Podclip.Paperclip.Contract;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.Transcripts;

/// <summary>
/// Turns one line of OpenCode's output into the host's entries, as the host's page asks for it: line by line, in any order, without a memory.
/// Events that the page has no form for give none.
/// </summary>
internal static class OpenCodeLineParser
{
    public static IReadOnlyList<HostTranscriptEntry> Parse(string line, string ts)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return [];
        }

        if (EventFields.Parse(line) is not { } root)
        {
            return [new HostTranscriptEntry.StandardOutput(JsText.WellFormed(line.Trim())!) { Ts = ts }];
        }

        var part = root.Member("part");
        return root.Text("type") switch
        {
            "text" => part.Said("text") is { } text && !part.IsTrue("synthetic") ? [new HostTranscriptEntry.Assistant(text, Delta: true) { Ts = ts }] : [],
            "reasoning" or "thinking" => (part.Said("text") ?? root.Said("text")) is { } thought ? [new HostTranscriptEntry.Thinking(thought) { Ts = ts }] : [],
            "tool_use" => ParseTool(part, ts),
            "step_start" => [new HostTranscriptEntry.System("Starting step…") { Ts = ts }],
            "step_finish" => [ParseStep(part, ts)],
            "error" => (root.Member("error") ?? root.Member("message")).ErrorWords() is { } words ? [new HostTranscriptEntry.StandardError(words) { Ts = ts }] : [],
            "assistant" => [.. root.Member("message").Objects("content").SelectMany(block => ParseAnswer(block, ts))],
            "user" => [.. root.Member("message").Objects("content").Where(block => block.Text("type") == "tool_result").Select(block => ParseResult(block, ts))],
            _ => [],
        };
    }

    // An event comes when the tool is done; its call and its result are one entry then, as the page has no memory to join them by.
    private static IReadOnlyList<HostTranscriptEntry> ParseTool(JsonNode? part, string ts)
    {
        var state = part.Member("state");
        var name = part.Said("tool") ?? "tool";
        var id = part.Text("callID") ?? part.Text("id") ?? part.Text("toolUseId") ?? name;
        var description = state.Said("title") ?? state.Member("input").Said("description");
        return state.Text("status") switch
        {
            "error" => [new HostTranscriptEntry.ToolResult(id, state.Said("error") ?? "Tool error", IsError: true, name) { Ts = ts }],
            "completed" or "done" => [new HostTranscriptEntry.ToolResult(id, state.Said("output") ?? description ?? "Done", IsError: false, name) { Ts = ts }],
            _ => [new HostTranscriptEntry.ToolCall(name, state.Member("input")?.DeepClone() ?? description, id) { Ts = ts }],
        };
    }

    private static HostTranscriptEntry.Result ParseStep(JsonNode? part, string ts)
    {
        var tokens = part.Member("tokens");
        var reason = part.Said("reason");
        return new HostTranscriptEntry.Result(
            part.Said("message") ?? $"Step finished: {reason ?? "done"}",
            tokens.Count("input"),
            tokens.Count("output") + tokens.Count("reasoning"),
            tokens.Member("cache").Count("read"),
            part.Amount("cost") ?? 0,
            reason ?? "step_finish",
            IsError: false,
            []) { Ts = ts };
    }

    private static IEnumerable<HostTranscriptEntry> ParseAnswer(JsonObject block, string ts)
    {
        switch (block.Text("type"))
        {
            case "text" when block.Said("text") is { } text:
                yield return new HostTranscriptEntry.Assistant(text) { Ts = ts };
                break;
            case "thinking" when (block.Said("thinking") ?? block.Said("text")) is { } thought:
                yield return new HostTranscriptEntry.Thinking(thought) { Ts = ts };
                break;
            default:
                break;
        }
    }

    private static HostTranscriptEntry.ToolResult ParseResult(JsonObject block, string ts) =>
        new(block.Text("tool_use_id") ?? "", block.ToolText("content"), block.IsTrue("is_error")) { Ts = ts };
}
