using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Execution;

/// <summary>What a run tells its host while it goes on, in order: each call is awaited before the next. The seam to the host's own functions.</summary>
public interface IAdapterCallbacks
{
    /// <summary>The run whose output follows. Who keeps this can have the execution gone on with after a crash.</summary>
    /// <param name="run">The run.</param>
    /// <returns>When it is kept.</returns>
    ValueTask RunAsync(ExecutionRun run);

    /// <summary>What is told next comes from this record of the run's journal. Told anew when a run is followed again, with the same numbers.</summary>
    /// <param name="sequence">The record's number.</param>
    void At(long sequence);

    /// <summary>Output: the agent's own lines, and ours that begin with <c>[paperclip]</c>.</summary>
    /// <param name="stream">Where it is shown.</param>
    /// <param name="chunk">The text, its line end included.</param>
    /// <returns>When the host has taken it.</returns>
    ValueTask LogAsync(LogStream stream, string chunk);

    /// <summary>How the agent is started; told once.</summary>
    /// <param name="meta">The invocation, without secrets.</param>
    /// <returns>When the host has taken it.</returns>
    ValueTask MetaAsync(AdapterInvocationMeta meta);

    /// <summary>Something for the run's list of events.</summary>
    /// <param name="adapterEvent">The event.</param>
    /// <returns>When the host has taken it.</returns>
    ValueTask EventAsync(AdapterRuntimeEvent adapterEvent);

    /// <summary>What the run is at now.</summary>
    /// <param name="progress">The state.</param>
    /// <returns>When the host has taken it.</returns>
    ValueTask ProgressAsync(AdapterRuntimeProgress progress);

    /// <summary>The Job is about to be let go: from here on something may have happened.</summary>
    /// <returns>When the host has taken it.</returns>
    ValueTask DispatchAsync();
}
