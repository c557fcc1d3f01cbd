namespace Podclip.Agents.Transcripts;

/// <summary>
/// Reads one run's output line by line. Any content is accepted: what is not understood becomes a <see cref="TranscriptEntry.Output"/>
/// entry. Same lines, same entries, however they were cut into reads.
/// </summary>
public interface ITranscriptReader
{
    /// <summary>What the lines so far prove about the run.</summary>
    AgentEvidence Evidence { get; }

    /// <summary>Reads one line (without its end) and returns the entries it holds, often one, sometimes none.</summary>
    /// <param name="line">The line.</param>
    /// <returns>The entries, in order.</returns>
    IReadOnlyList<TranscriptEntry> Read(ReadOnlySpan<byte> line);
}
