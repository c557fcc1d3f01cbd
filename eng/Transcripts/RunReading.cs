using Podclip.Engine;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Outcomes;
using Podclip.Paperclip.Transcripts;

namespace Podclip.Transcripts;

/// <summary>What Podclip makes of a recorded run.</summary>
/// <param name="Entries">Its entries.</param>
/// <param name="Result">What the host would be told.</param>
public sealed record RunReading(IReadOnlyList<HostTranscriptEntry> Entries, AdapterExecutionResult Result)
{
    /// <summary>Reads a run whose output comes in chunks.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cuts">Where its standard output is cut, as offsets in any order.</param>
    /// <returns>The reading.</returns>
    public static RunReading Of(RecordedRun run, params IReadOnlyList<int> cuts)
    {
        var time = DateTimeOffset.UnixEpoch;
        using var stream = new TranscriptStream(run.Kind.Agent.CreateReader(), time);
        List<HostTranscriptEntry> entries = [];
        var start = 0;
        foreach (var cut in cuts.Order().Append(run.Output.Length))
        {
            entries.AddRange(stream.WriteOutput(run.Output.AsSpan(start..cut)));
            start = cut;
        }

        entries.AddRange(stream.CompleteOutput());
        entries.AddRange(stream.WriteError(run.Error));
        entries.AddRange(stream.CompleteError());
        var settled = PastRun.Settle(run.Kind.Agent.Name, stream.Evidence, run.ExitCode, time);
        return new RunReading(entries, ExecutionResults.Write(run.Kind, settled, SessionFacts.None));
    }
}
