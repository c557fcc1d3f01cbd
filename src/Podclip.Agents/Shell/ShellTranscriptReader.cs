using System.Text;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Shell;

/// <summary>Reads a script's output: each line is one entry, and the last one that says anything is the summary.</summary>
internal sealed class ShellTranscriptReader : ITranscriptReader
{
    private readonly LastLines _lastLines = new();

    public AgentEvidence Evidence
    {
        get
        {
            var lines = _lastLines.Lines;
            return new AgentEvidence { Summary = lines.Count > 0 ? lines[^1] : null, Diagnostics = lines };
        }
    }

    public IReadOnlyList<TranscriptEntry> Read(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line);
        _lastLines.Add(text);
        return [new TranscriptEntry.Output(text)];
    }
}
