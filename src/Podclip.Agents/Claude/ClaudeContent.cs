using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Claude;

/// <summary>Turns the content blocks of messages into entries.</summary>
internal static class ClaudeContent
{
    /// <summary>Stands for the model in messages that Claude Code wrote itself.</summary>
    public const string SyntheticModel = "<synthetic>";

    /// <summary>The tool call that started the subagent an event belongs to, or null.</summary>
    public static string? Parent(JsonElement root) => root.Text("parent_tool_use_id");

    /// <summary>The entries of a message from the model.</summary>
    public static IReadOnlyList<TranscriptEntry> ReadAssistant(JsonElement root) => ReadBlocks(root, text => new TranscriptEntry.Assistant(text));

    /// <summary>The entries of a message to the model: tool results, and texts that Claude Code adds by itself.</summary>
    public static IReadOnlyList<TranscriptEntry> ReadUser(JsonElement root) => ReadBlocks(root, text => new TranscriptEntry.User(text));

    /// <summary>The entries of a message that reports a failed request: Claude Code speaks, not the model.</summary>
    public static IReadOnlyList<TranscriptEntry> ReadApiError(JsonElement root) => ReadBlocks(root, text => new TranscriptEntry.System(text) { StandsForAnswer = true });

    private static List<TranscriptEntry> ReadBlocks(JsonElement root, Func<string, TranscriptEntry> toTextEntry)
    {
        var content = root.Member("message").Member("content");
        var parent = Parent(root);
        List<TranscriptEntry> entries = [];
        if (content.ValueKind == JsonValueKind.String)
        {
            AddText(content.GetString(), toTextEntry);
        }

        foreach (var block in content.Items())
        {
            var type = block.Text("type") ?? "";
            switch (type)
            {
                case "text":
                    AddText(block.Text("text"), toTextEntry);
                    break;
                case "thinking":
                    AddText(block.Text("thinking"), text => new TranscriptEntry.Thinking(text));
                    break;
                case "redacted_thinking":
                    Add(new TranscriptEntry.Thinking("(redacted)"));
                    break;
                case "tool_use" or "server_tool_use" or "mcp_tool_use":
                    Add(new TranscriptEntry.ToolCall(block.Text("name") ?? "unknown", block.Text("id"), CloneInput(block)));
                    break;
                case var _ when type.EndsWith("tool_result", StringComparison.Ordinal):
                    Add(new TranscriptEntry.ToolResult(block.Text("tool_use_id"), ToText(block.Member("content")), block.IsTrue("is_error")));
                    break;
                default:
                    Add(new TranscriptEntry.System($"Content of type {(type.Length > 0 ? type : "unknown")}"));
                    break;
            }
        }

        return entries;

        void Add(TranscriptEntry entry) => entries.Add(entry with { ParentToolUseId = parent });

        void AddText(string? text, Func<string, TranscriptEntry> toEntry)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                Add(toEntry(text));
            }
        }
    }

    private static JsonElement CloneInput(JsonElement block) =>
        block.Member("input") is { ValueKind: not JsonValueKind.Undefined } input ? input.Clone() : EmptyObject();

    private static JsonElement EmptyObject() => JsonElement.Parse("{}"u8);

    private static string ToText(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(part => part.Text("text") ?? $"[{part.Text("type") ?? "unknown"}]")),
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        _ => content.GetRawText(),
    };
}
