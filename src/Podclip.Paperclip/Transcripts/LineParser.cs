using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Transcripts;

/// <summary>
/// The parser that the host's page calls with each line of a run's log, in any order and without a memory; what the run itself is judged by is
/// <see cref="TranscriptStream"/>. It never fails.
/// </summary>
public static class LineParser
{
    /// <summary>A line as entries.</summary>
    /// <param name="kind">The adapter.</param>
    /// <param name="line">The line, without its end.</param>
    /// <param name="ts">Its time (ISO 8601).</param>
    /// <returns>The entries; none for a line that has nothing to show.</returns>
    public static IReadOnlyList<HostTranscriptEntry> Parse(AdapterKind kind, string line, string ts) => kind.Lines.Parse(line, ts);
}
