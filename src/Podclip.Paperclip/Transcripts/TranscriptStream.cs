using System.Text;
using Podclip.Agents.Transcripts;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Transcripts;

/// <summary>
/// Reads a run's standard output and standard error, each in chunks of any size, into the host's entries. The same bytes give the same entries,
/// however they were cut; none of them makes it fail.
/// </summary>
/// <param name="reader">Reads the agent's lines.</param>
/// <param name="time">The time of the entries, as none stands in the output.</param>
public sealed class TranscriptStream(ITranscriptReader reader, DateTimeOffset time) : IDisposable
{
    private readonly LineCutter _output = new();
    private readonly LineCutter _error = new();

    /// <summary>What the lines so far prove about the run.</summary>
    public AgentEvidence Evidence => reader.Evidence;

    /// <summary>The next bytes of standard output.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The entries that they complete.</returns>
    public IReadOnlyList<HostTranscriptEntry> WriteOutput(ReadOnlySpan<byte> bytes)
    {
        List<HostTranscriptEntry> entries = [];
        _output.Write(bytes, line => ReadOutput(line, entries));
        return entries;
    }

    /// <summary>The next bytes of standard error.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>An entry for each line that they complete and that is not blank.</returns>
    public IReadOnlyList<HostTranscriptEntry> WriteError(ReadOnlySpan<byte> bytes)
    {
        List<HostTranscriptEntry> entries = [];
        _error.Write(bytes, line => ReadError(line, entries));
        return entries;
    }

    /// <summary>Standard output is over.</summary>
    /// <returns>The entries of its last line, where no line end followed it.</returns>
    public IReadOnlyList<HostTranscriptEntry> CompleteOutput()
    {
        List<HostTranscriptEntry> entries = [];
        _output.Complete(line => ReadOutput(line, entries));
        return entries;
    }

    /// <summary>Standard error is over.</summary>
    /// <returns>The entry of its last line, where no line end followed it.</returns>
    public IReadOnlyList<HostTranscriptEntry> CompleteError()
    {
        List<HostTranscriptEntry> entries = [];
        _error.Complete(line => ReadError(line, entries));
        return entries;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private void ReadOutput(ReadOnlySpan<byte> line, List<HostTranscriptEntry> entries)
    {
        foreach (var entry in reader.Read(line))
        {
            entries.Add(HostTranscript.Convert(entry, time));
        }
    }

    private void ReadError(ReadOnlySpan<byte> line, List<HostTranscriptEntry> entries)
    {
        var text = Encoding.UTF8.GetString(line.TrimEnd((byte)'\r'));
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        // No agent prints events here; whatever looks like one is something else's.
        if (line.TrimStart(" \t"u8) is not [(byte)'{', ..])
        {
            reader.Read(line);
        }

        entries.Add(new HostTranscriptEntry.StandardError(text) { Ts = HostTime.Text(time) });
    }
}
