using Podclip.Engine.Settling;

namespace Podclip.Engine.Driving;

/// <summary>Somebody's wish that a run should stop: once asks, twice ends the grace.</summary>
internal sealed class StopSignal
{
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reason;
    private readonly TaskCompletionSource _hurried = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the run is to stop.</summary>
    public Task Requested => _requested.Task;

    /// <summary>Completes when the grace is to end.</summary>
    public Task Hurried => _hurried.Task;

    /// <summary>Why; None as long as nobody asked.</summary>
    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>Asks for the stop; a second cancel ends the grace. The first reason stays.</summary>
    public void Request(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None) == (int)StopReason.None)
        {
            _requested.TrySetResult();
        }
        else if (reason == StopReason.Cancel)
        {
            _hurried.TrySetResult();
        }
    }
}
