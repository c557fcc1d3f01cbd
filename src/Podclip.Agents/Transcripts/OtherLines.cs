using System.Text;

namespace Podclip.Agents.Transcripts;

/// <summary>The lines that are none of an agent's events: each is an entry, and the last few are kept for error messages.</summary>
internal sealed class OtherLines
{
    private readonly LastLines _last = new();

    /// <summary>The last of them, oldest first, without anything that could harm a terminal.</summary>
    public IReadOnlyList<string> Last => _last.Lines;

    /// <summary>A line as text; null when it is blank.</summary>
    public static string? ToText(ReadOnlySpan<byte> line) =>
        Encoding.UTF8.GetString(line.TrimEnd((byte)'\r')) is var text && string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Keeps what a line says.</summary>
    public void Keep(string text) => _last.Add(TerminalText.Neutralize(text));

    /// <summary>Keeps a line and makes it an entry, unless it is blank.</summary>
    public IReadOnlyList<TranscriptEntry> Read(ReadOnlySpan<byte> line)
    {
        if (ToText(line) is not { } text)
        {
            return [];
        }

        Keep(text);
        return [new TranscriptEntry.Output(text)];
    }
}
