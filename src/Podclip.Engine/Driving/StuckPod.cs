using Podclip.Engine.Observing;

namespace Podclip.Engine.Driving;

/// <summary>Notices a pod that was told to stop and that no node confirms to have ended: its node is lost, or a finalizer holds it.</summary>
internal static class StuckPod
{
    // What a node may take beyond the grace to kill a container, clear up, and say so.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    /// <summary>Completes when the pod has been stopping for too long.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task WaitAsync(PodObserver pod, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = pod.Changed;
            if (!pod.IsStopping)
            {
                await changed.WaitAsync(cancellationToken);
                continue;
            }

            // Counted by our own clock from when we saw it: the server's may be another. A later deletion with a shorter grace changes the pod.
            var grace = TimeSpan.FromSeconds(pod.Pod?.Metadata.DeletionGracePeriodSeconds ?? 30);
            using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var tooLong = Task.Delay(grace + Margin, time, wake.Token);
            var first = await Task.WhenAny(tooLong, pod.Ended, pod.Gone);
            cancellationToken.ThrowIfCancellationRequested();
            if (first == tooLong)
            {
                return;
            }

            await wake.CancelAsync();
        }
    }
}
