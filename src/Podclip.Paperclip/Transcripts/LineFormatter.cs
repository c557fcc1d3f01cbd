namespace Podclip.Paperclip.Transcripts;

/// <summary>
/// The formatter that the host's command line calls with each line of a run's log; Podclip's own terminal has
/// <see cref="Podclip.Agents.Transcripts.TerminalFormatter"/>. It never fails, and nothing an agent prints reaches the terminal as an escape sequence.
/// </summary>
public static class LineFormatter
{
    /// <summary>A line as text for a terminal.</summary>
    /// <param name="kind">The adapter.</param>
    /// <param name="line">The line, without its end.</param>
    /// <param name="debug">Whether to show what is of no use to most people.</param>
    /// <param name="colours">Whether to use ANSI colours.</param>
    /// <returns>One or more lines; null for a line that has nothing to show.</returns>
    public static string? Format(AdapterKind kind, string line, bool debug = false, bool colours = false)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return null;
        }

        TerminalLines lines = new(colours);
        kind.Lines.Format(line, debug, lines);
        return lines.Text;
    }
}
