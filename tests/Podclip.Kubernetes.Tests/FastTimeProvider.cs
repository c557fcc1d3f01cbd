namespace Podclip.Kubernetes.Tests;

/// <summary>A clock that runs so many times as fast as the system's, so that waits need not be waited for.</summary>
internal sealed class FastTimeProvider(int factor = 100) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + System.GetElapsedTime(0) * factor;

    public override long GetTimestamp() => System.GetTimestamp() * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Shorten(dueTime, factor), Shorten(period, factor)), factor);

    private static TimeSpan Shorten(TimeSpan span, int factor) => span <= TimeSpan.Zero ? span : span / factor;

    private sealed class FastTimer(ITimer inner, int factor) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(Shorten(dueTime, factor), Shorten(period, factor));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
