using Microsoft.Extensions.Logging;
using Podclip.Paperclip.Execution;

namespace Podclip.Daemon.Runs;

/// <summary>What hosted runs work with.</summary>
/// <param name="Executor">Executes them.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">The daemon's log.</param>
/// <param name="Stopping">Fires when the daemon lets go of its runs.</param>
internal sealed record HostingServices(AdapterExecutor Executor, TimeProvider Time, ILogger Log, CancellationToken Stopping)
{
    /// <summary>Finds the hosted run that a run of the engine belongs to; null for none.</summary>
    public required Func<string, string?> FindHost { get; init; }

    /// <summary>Told when a run has its result.</summary>
    public required Action<HostedRun> OnFinished { get; init; }

    /// <summary>Told when a caller knows a run's result.</summary>
    public required Action<HostedRun> OnTold { get; init; }
}
