namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>
/// Times with nanosecond digits that never go back and never repeat: the steady clock's steps on top of the wall clock, set anew when
/// the two differ. Readers that resume a log tell lines apart by their times.
/// </summary>
internal sealed class LogClock(TimeProvider timeProvider)
{
    private const long NanosecondsPerTick = 100;
    private const long ToleranceNanoseconds = 10_000_000;
    private long _anchorWall = WallOf(timeProvider);
    private long _anchorSteady = timeProvider.GetTimestamp();
    private long _last;

    /// <summary>The next time, in nanoseconds since 1970.</summary>
    public long Next()
    {
        var steady = timeProvider.GetTimestamp();
        var time = _anchorWall + ToNanoseconds(steady - _anchorSteady);
        _last = Math.Max(time, _last + 1);
        return _last;
    }

    /// <summary>Follows the wall clock if it was set.</summary>
    public void Correct()
    {
        var wall = WallOf(timeProvider);
        var steady = timeProvider.GetTimestamp();
        if (Math.Abs(_anchorWall + ToNanoseconds(steady - _anchorSteady) - wall) > ToleranceNanoseconds)
        {
            (_anchorWall, _anchorSteady) = (wall, steady);
        }
    }

    private static long WallOf(TimeProvider timeProvider) => (timeProvider.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * NanosecondsPerTick;

    private long ToNanoseconds(long steps) =>
        timeProvider.TimestampFrequency == 1_000_000_000 ? steps : (long)((Int128)steps * 1_000_000_000 / timeProvider.TimestampFrequency);
}
