using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Transcripts;

/// <summary>Claude Code's events, one a line.</summary>
internal sealed class ClaudeLines : ILineDialect
{
    public IReadOnlyList<HostTranscriptEntry> Parse(string line, string ts) => ClaudeLineParser.Parse(line, ts);

    public void Format(string line, bool debug, TerminalLines lines) => ClaudeLineFormatter.Format(line, debug, lines);
}
