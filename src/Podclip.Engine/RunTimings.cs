namespace Podclip.Engine;

/// <summary>Seconds spent in each phase; null for a phase that was not reached.</summary>
public sealed record RunTimings
{
    /// <summary>From the request to the run's admission.</summary>
    public double? AdmittedSec { get; init; }

    /// <summary>Of that, the time spent waiting for its turn; null when it had not to wait.</summary>
    public double? QueuedSec { get; init; }

    /// <summary>From admission until the pod was given a node.</summary>
    public double? ScheduledSec { get; init; }

    /// <summary>From there until the container ran: volumes and image.</summary>
    public double? StartedSec { get; init; }

    /// <summary>How long the container ran.</summary>
    public double? RanSec { get; init; }

    /// <summary>All of it, clean-up included.</summary>
    public double? TotalSec { get; init; }
}
