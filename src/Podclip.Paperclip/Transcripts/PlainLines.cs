using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Transcripts;

/// <summary>Lines that are nothing but lines.</summary>
internal sealed class PlainLines : ILineDialect
{
    public IReadOnlyList<HostTranscriptEntry> Parse(string line, string ts) => [new HostTranscriptEntry.StandardOutput(line) { Ts = ts }];

    public void Format(string line, bool debug, TerminalLines lines) => lines.Add(line);
}
