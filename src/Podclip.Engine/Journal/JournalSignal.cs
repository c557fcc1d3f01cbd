namespace Podclip.Engine.Journal;

/// <summary>Wakes the readers of a journal in this process when something was appended.</summary>
internal sealed class JournalSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next append. Take it before looking into the journal, wait for it after.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something was appended.</summary>
    public void Set() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
