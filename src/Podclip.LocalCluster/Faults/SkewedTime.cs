namespace Podclip.LocalCluster.Faults;

/// <summary>A clock that is wrong by a fixed amount.</summary>
/// <param name="actual">The right one.</param>
/// <param name="skew">How far it is ahead.</param>
internal sealed class SkewedTime(TimeProvider actual, TimeSpan skew) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => actual.LocalTimeZone;

    public override long TimestampFrequency => actual.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => actual.GetUtcNow() + skew;

    public override long GetTimestamp() => actual.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => actual.CreateTimer(callback, state, dueTime, period);
}
