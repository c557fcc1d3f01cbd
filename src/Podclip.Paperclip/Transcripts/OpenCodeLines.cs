using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Transcripts;

/// <summary>OpenCode's events, one a line.</summary>
internal sealed class OpenCodeLines : ILineDialect
{
    public IReadOnlyList<HostTranscriptEntry> Parse(string line, string ts) => OpenCodeLineParser.Parse(line, ts);

    public void Format(string line, bool debug, TerminalLines lines) => OpenCodeLineFormatter.Format(line, debug, lines);
}
