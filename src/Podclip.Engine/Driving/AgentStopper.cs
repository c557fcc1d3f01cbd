using Podclip.Engine.Journal;
using Podclip.Engine.Observing;
using Podclip.Engine.Settling;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Driving;

/// <summary>
/// Stops a running agent when it is asked for or its time is over: TERM and grace by deleting the pod, whose Job then makes no other
/// (its backoff limit is 0), and KILL when the grace has passed. The Job stays until the run is settled, and with it the guard.
/// </summary>
/// <param name="context">The engine.</param>
/// <param name="job">The run's Job.</param>
/// <param name="pod">The pod.</param>
/// <param name="stop">The wish to stop.</param>
/// <param name="phases">Where stopping is told.</param>
/// <param name="journal">Where trouble with it is told.</param>
internal sealed class AgentStopper(EngineContext context, string job, PodObserver pod, StopSignal stop, PhaseLog phases, JournalWriter journal)
{
    // The last words of an agent that ends at once are lost with its pod unless the log is open by then; TERM must not wait long for it.
    private static readonly TimeSpan LogWait = TimeSpan.FromMilliseconds(500);

    // What the kubelet may need beyond the grace to see the end of a killed container and to say so.
    private static readonly TimeSpan KillMargin = TimeSpan.FromSeconds(10);

    // The shortest grace with which the kubelet still confirms the end; with none the API server forgets a pod that may go on.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    /// <summary>Waits for the wish or the time limit, then stops the agent. Ends when the pod has ended, or by cancellation.</summary>
    /// <param name="remaining">How long the agent may still run, or null.</param>
    /// <param name="grace">How long it has between TERM and KILL.</param>
    /// <param name="reading">Completes when the agent's log is being read.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task RunAsync(TimeSpan? remaining, TimeSpan grace, Task reading, CancellationToken cancellationToken)
    {
        var timeUp = Task.Delay(remaining ?? Timeout.InfiniteTimeSpan, context.Time, cancellationToken);
        if (await Task.WhenAny(stop.Requested, timeUp) == timeUp)
        {
            await timeUp;
            stop.Request(StopReason.Timeout);
        }

        await Task.WhenAny(reading, pod.Ended, stop.Hurried, Task.Delay(LogWait, context.Time, cancellationToken));
        phases.Enter(RunPhase.Stopping, string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"pod {pod.Pod?.Metadata.Name}: TERM sent, KILL after {grace.TotalSeconds:0.###} s"));
        await DeletePodAsync(grace, cancellationToken);
        var graceOver = Task.Delay(grace + KillMargin, context.Time, cancellationToken);
        if (await Task.WhenAny(pod.Ended, pod.Gone, stop.Hurried, graceOver) is var first && first != pod.Ended && first != pod.Gone)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await DeletePodAsync(AtOnce, cancellationToken);
        }
    }

    // A cluster that is away must hear it when it is back: nothing else stops the agent.
    private async Task DeletePodAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        string? told = null;
        while (pod.Pod is { } current && !pod.Ended.IsCompleted)
        {
            try
            {
                await new Launching.Persistence(context.Time).TryAsync(token => DeleteAsync(current, grace, token), cancellationToken);
                return;
            }
            catch (KubernetesException e) when (e.IsConflict)
            {
                // Another pod has the name by now; ours is gone.
                return;
            }
            catch (KubernetesException e)
            {
                if (told != e.Message)
                {
                    told = e.Message;
                    journal.Append(JournalKind.Notice, $"The agent cannot be stopped yet: {e.Message}");
                }

                await Task.Delay(TryAgain, context.Time, cancellationToken);
            }
        }
    }

    private async Task<bool> DeleteAsync(Pod current, TimeSpan grace, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Client.DeleteAsync(
                ResourceTypes.Pods, context.Namespace, current.Metadata.Name!, PropagationPolicy.Background, new Preconditions(current.Metadata.Uid), grace, cancellationToken: cancellationToken);
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            // The Role of the TypeScript adapters lets pods go with their Job only; they then have their own grace, which is ours.
            return await context.Client.DeleteAsync(
                ResourceTypes.Jobs, context.Namespace, job, PropagationPolicy.Background, cancellationToken: cancellationToken);
        }
    }
}
