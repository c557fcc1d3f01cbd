using Podclip.Engine.Journal;
using Podclip.Engine.Observing;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Adoption;

/// <summary>
/// Removes what dead processes left: Jobs that were never released (a suspended Job does not expire by itself), and Jobs of this
/// state directory whose result is already on disk.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="view">What is seen of it.</param>
/// <param name="store">The runs of the state directory.</param>
/// <param name="state">The state directory.</param>
internal sealed class Sweeper(KubernetesClient client, ClusterView view, RunStore store, StateDirectory state)
{
    // Far beyond what a living launch needs, by the server's own clock: whether another state directory's driver lives, nobody can see.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    /// <summary>Sweeps once, what is seen so far. Failures leave things as they are for the next start.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var owner = state.ReadOwnerId();
        foreach (var job in view.Jobs.Items.Where(job => IsLeftover(job, owner)))
        {
            try
            {
                await client.DeleteAsync(
                    ResourceTypes.Jobs,
                    view.Namespace,
                    job.Metadata.Name!,
                    PropagationPolicy.Background,
                    new Preconditions(job.Metadata.Uid, job.Metadata.ResourceVersion),
                    cancellationToken: cancellationToken);
            }
            catch (KubernetesException)
            {
                // It moved, or the cluster is busy; nothing depends on this sweep.
            }
        }
    }

    private bool IsLeftover(Job job, string owner)
    {
        var isUnreleased = job.Spec?.Suspend == true;
        if (isUnreleased && job.Metadata.CreationTimestamp is { } created && client.ServerDate is { } now && now - created > Abandoned)
        {
            return true;
        }

        return job.Metadata.Annotations?.GetValueOrDefault(PodclipLabels.Owner) == owner
            && job.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId) is { } runId
            && (store.FindResult(runId) is not null || (isUnreleased && store.Knows(runId) && !store.IsDriven(runId)));
    }
}
