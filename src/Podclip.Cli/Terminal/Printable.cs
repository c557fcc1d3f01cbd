using Podclip.Agents.Transcripts;

namespace Podclip.Cli.Terminal;

/// <summary>Makes text of others fit to be shown on one line of a terminal.</summary>
internal static class Printable
{
    /// <summary>Neutralizes what could move the cursor, recolour or hide text, joins lines, and cuts to a length.</summary>
    /// <param name="text">Text from a cluster, a file or an agent.</param>
    /// <param name="limit">The greatest number of characters to keep.</param>
    /// <returns>One line.</returns>
    public static string Line(string text, int limit = 2000)
    {
        var line = TerminalText.Neutralize(text.Trim().ReplaceLineEndings(" "));
        return line.Length <= limit ? line : line[..(char.IsHighSurrogate(line[limit - 1]) ? limit - 1 : limit)] + "…";
    }
}
