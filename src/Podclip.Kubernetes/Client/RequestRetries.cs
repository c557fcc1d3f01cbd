namespace Podclip.Kubernetes.Client;

/// <summary>Sends requests again that can be: those the server turned away unprocessed, and reads that failed for the moment.</summary>
internal sealed class RequestRetries
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly KubernetesClientOptions _options;
    private readonly TimeProvider _time;

    public RequestRetries(KubernetesClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    /// <summary>For requests that only read: they are safe to repeat after any passing failure.</summary>
    public Task<T> ReadAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken) =>
        RunAsync(request, _options.ReadRetries, cancellationToken);

    /// <summary>For requests that change something: only the caller knows what to do about one that got no answer.</summary>
    public Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken) =>
        RunAsync(request, retries: 0, cancellationToken);

    private async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> request, int retries, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var backoff = new Backoff(FirstWait, LongestWait);
        while (true)
        {
            TimeSpan wait;
            try
            {
                return await request(cancellationToken);
            }
            catch (KubernetesException e) when (e.IsThrottled)
            {
                wait = backoff.Next(e.RetryAfter);
                if (_time.GetElapsedTime(began) + wait > _options.ThrottleTimeout)
                {
                    throw;
                }
            }
            catch (KubernetesException e) when (e.IsTransient && retries > 0)
            {
                retries--;
                wait = backoff.Next(e.RetryAfter);
            }

            await Task.Delay(wait, _time, cancellationToken);
        }
    }
}
