using System.Globalization;

namespace Podclip.Paperclip.Transcripts;

/// <summary>OpenCode's events as text.</summary>
internal static class OpenCodeLineFormatter
{
    private const int OutputLength = 200;

    public static void Format(string line, bool debug, TerminalLines lines)
    {
        if (EventFields.Parse(line) is not { } root)
        {
            lines.Add(line.Trim());
            return;
        }

        var part = root.Member("part");
        switch (root.Text("type"))
        {
            case "step_start":
                lines.Add(debug ? $"[step_start]{(root.Said("sessionID") is { } session ? $" session={session}" : "")}" : "", TerminalLines.Grey);
                break;
            case "text":
                lines.Add(part.IsTrue("synthetic") ? "" : part.Text("text")?.Trim() ?? "");
                break;
            case "tool_use":
                AddTool(part, debug, lines);
                break;
            case "step_finish":
                lines.Add(DescribeStep(part), TerminalLines.Blue);
                break;
            case "error":
                lines.Add($"✗ {(root.Member("error") ?? root.Member("message")).ErrorWords() ?? "unknown error"}", TerminalLines.Red);
                break;
            case "assistant":
                lines.Add(root.Member("message").Objects("content").Select(block => block.Said("text")).FirstOrDefault(text => text is not null)?.Trim() ?? "");
                break;
            case var type:
                lines.Add(debug ? $"[{type ?? "unknown"}]" : "", TerminalLines.Grey);
                break;
        }
    }

    private static void AddTool(JsonNode? part, bool debug, TerminalLines lines)
    {
        var state = part.Member("state");
        var error = state.Said("error");
        if (!debug)
        {
            lines.Add(error is null ? "" : $"⚠ {error}", TerminalLines.Red);
            return;
        }

        var description = state.Said("title") ?? state.Member("input").Said("description");
        lines.Add($"[tool:{part.Said("tool") ?? "unknown"}] {state.Said("status") ?? "unknown"}{(description is null ? "" : $" - {description}")}", TerminalLines.Yellow);
        lines.Add(state.Said("output") is { } output ? $"  → {Cut(output)}" : "", TerminalLines.Grey);
        lines.Add(error is null ? "" : $"  ✗ {error}", TerminalLines.Red);
    }

    private static string DescribeStep(JsonNode? part)
    {
        var tokens = part.Member("tokens");
        var used = tokens.Count("input") + tokens.Count("output") + tokens.Count("reasoning");
        var cost = part.Amount("cost") ?? 0;
        var spent = used == 0 && cost == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (tokens={used}, cost${cost:0.0000})");
        return part.Said("message")?.Trim() ?? $"[step_finish] {part.Said("reason") ?? "done"}{spent}";
    }

    // Never in the middle of a surrogate pair.
    private static string Cut(string text) =>
        text.Length <= OutputLength ? text : text[..(char.IsHighSurrogate(text[OutputLength - 1]) ? OutputLength - 1 : OutputLength)];
}
