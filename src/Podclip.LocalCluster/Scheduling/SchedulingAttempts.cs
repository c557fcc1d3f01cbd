using Podclip.LocalCluster.Controllers;

namespace Podclip.LocalCluster.Scheduling;

/// <summary>
/// How often each waiting pod was tried in vain. The next try is not before a second has passed, then two, then four, ten at most, as in
/// the real scheduler's queue.
/// </summary>
internal sealed class SchedulingAttempts(TimeProvider timeProvider)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);
    private readonly Dictionary<ObjectIdentity, (int Count, DateTimeOffset Last)> _attempts = [];

    /// <summary>The time until a pod may be tried; zero or less when it may be now.</summary>
    public TimeSpan Wait(ObjectIdentity pod) =>
        _attempts.TryGetValue(pod, out var attempt) ? attempt.Last + BackOff(attempt.Count) - timeProvider.GetUtcNow() : TimeSpan.Zero;

    /// <summary>Notes that a pod could not be placed.</summary>
    public void Failed(ObjectIdentity pod) => _attempts[pod] = (_attempts.GetValueOrDefault(pod).Count + 1, timeProvider.GetUtcNow());

    /// <summary>Forgets a pod that is placed, or gone.</summary>
    public void Forget(ObjectIdentity pod) => _attempts.Remove(pod);

    private static TimeSpan BackOff(int count)
    {
        var backOff = FirstBackOff;
        for (var i = 1; i < count && backOff < LongestBackOff; i++)
        {
            backOff *= 2;
        }

        return backOff < LongestBackOff ? backOff : LongestBackOff;
    }
}
