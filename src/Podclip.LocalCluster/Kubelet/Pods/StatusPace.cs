namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>
/// How often a pod's containers are looked at. A real node looks once a second: its status tells of a container up to so much later, and
/// never that one ran which has ended before it was seen.
/// </summary>
internal sealed class StatusPace(TimeSpan lag, TimeProvider timeProvider)
{
    private static readonly TimeSpan LongestClearingUp = TimeSpan.FromSeconds(1);
    private long _since;

    /// <summary>Whether there is any lag.</summary>
    public bool IsLagging => lag > TimeSpan.Zero;

    /// <summary>Whether it is time to look.</summary>
    public bool IsDue => !IsLagging || _since == 0 || Left <= TimeSpan.Zero;

    /// <summary>The time until then; null where every wake-up is a look.</summary>
    public TimeSpan? Left => IsLagging ? lag - timeProvider.GetElapsedTime(_since) : null;

    /// <summary>For how long a real kubelet clears up after a pod before it says that the pod is gone: most of a second.</summary>
    public TimeSpan ClearingUp => lag < LongestClearingUp ? lag : LongestClearingUp;

    /// <summary>Counts from now.</summary>
    public void Start() => _since = timeProvider.GetTimestamp();
}
