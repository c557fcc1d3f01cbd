using System.Text.Json;

namespace Podclip.Agents.Transcripts;

/// <summary>Says in one short line what a tool is called with.</summary>
internal static class ToolGist
{
    private const int MaxLength = 120;

    private static readonly string[] TellingMembers =
        ["command", "file_path", "path", "notebook_path", "pattern", "url", "query", "description", "prompt", "skill"];

    /// <summary>The most telling argument, harmless and short; empty when there is none.</summary>
    public static string Of(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        var text = TellingMembers.Select(name => input.Text(name)).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
        text ??= input.EnumerateObject().Any() ? input.GetRawText() : "";
        var first = text.Trim().ReplaceLineEndings("\n");
        var end = first.IndexOf('\n', StringComparison.Ordinal);
        var line = end < 0 ? first : first[..end] + " …";
        return TextCut.Cut(TerminalText.Neutralize(line), MaxLength);
    }
}
