using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Transcripts;

/// <summary>How one agent's lines are shown, each for itself. Never throws.</summary>
internal interface ILineDialect
{
    /// <summary>The line as the host's entries.</summary>
    IReadOnlyList<HostTranscriptEntry> Parse(string line, string ts);

    /// <summary>The line for a terminal.</summary>
    void Format(string line, bool debug, TerminalLines lines);
}
