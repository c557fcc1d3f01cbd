namespace Podclip.Engine.Observing;

/// <summary>Wakes whoever waits each time something has changed.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = NewBeat();

    /// <summary>Completes at the next beat. Take it before looking, or a beat between look and wait is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Wakes all who wait.</summary>
    public void Beat() => Interlocked.Exchange(ref _next, NewBeat()).TrySetResult();

    private static TaskCompletionSource NewBeat() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
