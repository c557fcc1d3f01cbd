using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Launching;

/// <summary>Repeats what a passing fault stopped, within a bound.</summary>
/// <param name="time">The clock.</param>
internal sealed class Persistence(TimeProvider time)
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Runs <paramref name="attempt"/> until it succeeds, fails for good, or the budget is spent. An attempt must be safe to
    /// repeat although an earlier one may have arrived without its answer.
    /// </summary>
    public async Task<T> TryAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        for (var delay = FirstDelay; ; delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, LongestDelay.Ticks)))
        {
            try
            {
                return await attempt(cancellationToken);
            }
            catch (KubernetesException e) when (e.IsTransient && time.GetElapsedTime(started) + delay < Budget)
            {
                await Task.Delay(e.RetryAfter is { } asked && asked > delay ? asked : delay, time, cancellationToken);
            }
        }
    }
}
