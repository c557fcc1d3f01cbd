using Podclip.Engine.Journal;
using Podclip.Engine.Observing;
using Podclip.Engine.Planning;
using Podclip.Engine.Settling;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Driving;

/// <summary>Turns a verdict into a result and removes the run from the cluster.</summary>
/// <param name="context">The engine.</param>
/// <param name="record">The run.</param>
/// <param name="pod">Its pod.</param>
internal sealed class Settler(EngineContext context, RunRecord record, PodObserver pod)
{
    private static readonly TimeSpan GoneMargin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GonePoll = TimeSpan.FromMilliseconds(200);

    /// <summary>The result.</summary>
    public RunResult Compose(RunEvidence evidence, RunFailure? failure, RunTimings timings) => Results.Compose(evidence, failure, new RunResult
    {
        RunId = record.RunId,
        Agent = record.Agent,
        AgentName = record.AgentName,
        Outcome = RunOutcome.Unknown,
        Namespace = record.Namespace,
        Job = record.Job,
        Pod = pod.Pod?.Metadata.Name,
        StartedAt = record.StartedAt,
        FinishedAt = context.Time.GetUtcNow(),
        Timings = timings,
    });

    /// <summary>Deletes the Job, and with it all it owns.</summary>
    /// <param name="jobUid">The Job.</param>
    /// <param name="mustBeGone">Whether to wait until the pod is gone: "cancelled" is said of nothing that still runs.</param>
    /// <returns>What could not be done, or null.</returns>
    public async Task<Leftover?> CleanUpAsync(string jobUid, bool mustBeGone)
    {
        if (record.KeepsJob && !mustBeGone && pod.Ended.IsCompletedSuccessfully)
        {
            // The Job stays to be looked at; the prompt and the keys do not, and the agent's name is free.
            return await DeleteSecretsAsync();
        }

        try
        {
            await new Launching.Persistence(context.Time).TryAsync(
                token => context.Client.DeleteAsync(
                    ResourceTypes.Jobs,
                    context.Namespace,
                    record.Job,
                    PropagationPolicy.Background,
                    new Preconditions(jobUid),
                    cancellationToken: token),
                CancellationToken.None);
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            // Another Job has the name by now; ours is gone.
        }
        catch (KubernetesException e)
        {
            return new Leftover($"Job {record.Job} could not be deleted ({e.Message}); Kubernetes removes it an hour after its end.", mustBeGone);
        }

        var left = mustBeGone ? await WaitUntilGoneAsync() : null;
        return left ?? (record.HasLooseSecrets ? await DeleteSecretsAsync() : null);
    }

    // The first one's name stands for the agent: it may be another run's by now.
    private async Task<Leftover?> DeleteSecretsAsync()
    {
        try
        {
            foreach (var name in record.Secrets.Append(ObjectNames.SetAside(record.RunId)))
            {
                var secret = await context.Client.FindAsync(ResourceTypes.Secrets, context.Namespace, name);
                if (secret?.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId) == record.RunId)
                {
                    await context.Client.DeleteAsync(ResourceTypes.Secrets, context.Namespace, name, PropagationPolicy.Background, new Preconditions(secret.Metadata.Uid));
                }
            }

            return null;
        }
        catch (KubernetesException e)
        {
            return new Leftover($"The Secrets {string.Join(", ", record.Secrets)} could not be deleted: {e.Message}", MayRun: false);
        }
    }

    /// <summary>Waits until the run has no pod. Asked of the server, not of the cache: the Job may have made one at the very moment it was deleted.</summary>
    /// <returns>What is still there, or null.</returns>
    public async Task<Leftover?> WaitUntilGoneAsync()
    {
        using var bound = new CancellationTokenSource(record.Grace + GoneMargin, context.Time);
        var selector = new ResourceSelector(context.Namespace, Labels: $"{PodclipLabels.RunId}={record.RunId}");
        KubernetesException? unseen = null;
        try
        {
            while (true)
            {
                try
                {
                    if ((await context.Client.ListAsync(ResourceTypes.Pods, selector, bound.Token)).Items.Count == 0)
                    {
                        return null;
                    }

                    unseen = null;
                }
                catch (KubernetesException e) when (e.IsTransient)
                {
                    // An API server that restarts says nothing about the pod.
                    unseen = e;
                }

                await Task.Delay(GonePoll, context.Time, bound.Token);
            }
        }
        catch (OperationCanceledException) when (unseen is null)
        {
            return new Leftover($"Pod {pod.Pod?.Metadata.Name} is still stopping.", MayRun: true);
        }
        catch (Exception e) when (e is OperationCanceledException or KubernetesException)
        {
            return new Leftover($"Nobody could see whether pod {pod.Pod?.Metadata.Name} is gone: {(unseen ?? e).Message}", MayRun: true);
        }
    }
}
