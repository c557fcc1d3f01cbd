namespace Podclip.EndToEnd.Tests;

/// <summary>Wakes a test up whenever its model is asked something.</summary>
internal sealed class RequestSignal
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The model was asked.</summary>
    public void Set() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits until what was asked so far is enough; at most a minute between two requests.</summary>
    public async Task UntilAsync(Func<bool> isEnough)
    {
        while (true)
        {
            // Taken first: a request that comes while the condition is looked at wakes it up again.
            var next = Volatile.Read(ref _next).Task;
            if (isEnough())
            {
                return;
            }

            await next.WaitAsync(Bound, TestContext.Current.CancellationToken);
        }
    }
}
