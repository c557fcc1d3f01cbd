using System.Collections.Concurrent;

namespace Podclip.Kubernetes.Tests;

/// <summary>A clock whose waits are over when the test says so. Waits without an end are the system's.</summary>
internal sealed class HeldTimeProvider : TimeProvider
{
    private readonly ConcurrentQueue<(TimeSpan Due, Action Fire)> _timers = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        var timer = System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        _timers.Enqueue((dueTime, () => timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan)));
        return timer;
    }

    /// <summary>Ends every wait begun so far; how long each would have been.</summary>
    public IReadOnlyList<TimeSpan> Fire()
    {
        var waits = new List<TimeSpan>();
        while (_timers.TryDequeue(out var timer))
        {
            waits.Add(timer.Due);
            timer.Fire();
        }

        return waits;
    }
}
