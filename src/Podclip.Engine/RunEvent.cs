using Podclip.Agents.Transcripts;

namespace Podclip.Engine;

/// <summary>One thing a run's follower is told, in the order of the journal.</summary>
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    /// <summary>The journal's number of the record this came from; follow again from here with <c>after</c>.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it happened: the container's own time for output, ours for the rest.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The run entered a phase, or learned more of what the phase waits for.</summary>
    /// <param name="Phase">The phase.</param>
    /// <param name="Detail">What is waited for, in words: a pod, the scheduler's message, an image.</param>
    public sealed record PhaseChanged(RunPhase Phase, string Detail) : RunEvent;

    /// <summary>The agent said or did something.</summary>
    /// <param name="Value">What.</param>
    public sealed record Entry(TranscriptEntry Value) : RunEvent;

    /// <summary>The agent printed a line.</summary>
    /// <param name="Text">The line without its end. Valid until the next event is asked for.</param>
    public sealed record Line(ReadOnlyMemory<byte> Text) : RunEvent;

    /// <summary>Output may be missing here.</summary>
    /// <param name="Reason">What is known of it.</param>
    public sealed record Gap(string Reason) : RunEvent;

    /// <summary>Something a user should know that is not part of the transcript.</summary>
    /// <param name="Text">In words.</param>
    public sealed record Notice(string Text) : RunEvent;

    /// <summary>The run is over. Always the last event.</summary>
    /// <param name="Result">What it came to.</param>
    public sealed record Finished(RunResult Result) : RunEvent;
}
