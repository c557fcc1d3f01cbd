using System.Text.Json;
using Podclip.Cli.Rendering;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Resources;

namespace Podclip.Cli.Connection;

/// <summary>Lets an API server check a plan without keeping anything of it.</summary>
/// <param name="cluster">The cluster.</param>
internal sealed class ServerDryRun(Cluster cluster)
{
    /// <summary>Sends every object of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>The objects as the server would have kept them.</returns>
    /// <exception cref="Kubernetes.Client.KubernetesException">The server refused one.</exception>
    public async Task<IReadOnlyList<JsonElement>> CheckAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        List<JsonElement> documents = [];
        if (plan.HomeClaim is { } claim)
        {
            // A claim of an earlier run is used as it is.
            var existing = await cluster.Client.FindAsync(ResourceTypes.PersistentVolumeClaims, cluster.Namespace, claim.Metadata.Name!, cancellationToken);
            documents.Add(existing is null
                ? await SendAsync(ResourceTypes.PersistentVolumeClaims, claim, cancellationToken)
                : PlanDocuments.One(ResourceTypes.PersistentVolumeClaims, existing));
        }

        documents.Add(await SendAsync(ResourceTypes.Jobs, plan.Job, cancellationToken));
        foreach (var secret in plan.Secrets)
        {
            documents.Add(await SendAsync(ResourceTypes.Secrets, secret, cancellationToken));
        }

        return documents;
    }

    private async Task<JsonElement> SendAsync<T>(ResourceType<T> type, T value, CancellationToken cancellationToken)
        where T : KubernetesObject =>
        PlanDocuments.One(type, await cluster.Client.CreateAsync(type, cluster.Namespace, value, dryRun: true, cancellationToken));
}
