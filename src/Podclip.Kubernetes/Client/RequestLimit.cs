namespace Podclip.Kubernetes.Client;

/// <summary>The time a request may take. It runs while the server is waited for; credentials have bounds of their own.</summary>
internal sealed class RequestLimit : IDisposable
{
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenSource _either;

    public RequestLimit(TimeSpan duration, TimeProvider time, CancellationToken caller)
    {
        Duration = duration;
        Caller = caller;
        _clock = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _clock.Token);
    }

    public TimeSpan Duration { get; }

    /// <summary>The caller's own cancellation, which is no failure.</summary>
    public CancellationToken Caller { get; }

    /// <summary>Cancelled by the caller, or when the time is over.</summary>
    public CancellationToken Token => _either.Token;

    public bool HasExpired => _clock.IsCancellationRequested;

    /// <summary>Begins to count from the start.</summary>
    public void Run() => _clock.CancelAfter(Duration);

    public void Pause() => _clock.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _either.Dispose();
        _clock.Dispose();
    }
}
