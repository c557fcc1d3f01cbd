using Podclip.Engine.Driving;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Adoption;

/// <summary>
/// Removes what dead processes left: Jobs that were never released (a suspended Job does not expire by itself), and Jobs of this
/// state directory whose result is already on disk.
/// </summary>
/// <param name="context">The engine.</param>
/// <param name="owner">The id of this state directory.</param>
internal sealed class Sweeper(EngineContext context, string owner)
{
    // Far beyond what a living launch needs, by the server's own clock.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    /// <summary>Sweeps once. Failures leave things as they are for the next start.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await context.View.Jobs.WaitForSyncAsync(cancellationToken);
        foreach (var job in context.View.Jobs.Items.Where(IsLeftover))
        {
            try
            {
                await context.Client.DeleteAsync(
                    ResourceTypes.Jobs,
                    context.Namespace,
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

    private bool IsLeftover(Job job)
    {
        if (job.Spec?.Suspend == true
            && job.Metadata.CreationTimestamp is { } created
            && context.Client.ServerDate is { } now
            && now - created > Abandoned)
        {
            return true;
        }

        return job.Metadata.Annotations?.GetValueOrDefault(PodclipLabels.Owner) == owner
            && job.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId) is { } runId
            && context.Store.FindResult(runId) is not null;
    }
}
