namespace Podclip.Engine.Driving;

/// <summary>Awaits work whose end matters but whose cancellation is no news.</summary>
internal static class TaskEndings
{
    /// <summary>Waits for a task that was told to stop.</summary>
    public static async Task IgnoreCancellationAsync(this Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // It was told to.
        }
    }
}
