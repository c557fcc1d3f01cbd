namespace Podclip.Daemon.Runs;

/// <summary>Where an event comes from: how far the journal of a run has been told.</summary>
/// <param name="RunId">The engine's run; null for what is told before there is one.</param>
/// <param name="Record">The number of the journal's record.</param>
/// <param name="Count">How many events of that record there are up to this one.</param>
internal readonly record struct EventPosition(string? RunId, long Record, int Count)
{
    /// <summary>Before all runs.</summary>
    public static EventPosition Start => default;
}
