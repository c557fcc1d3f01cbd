using Podclip.Engine.Planning;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Launching;

/// <summary>Creates a run's Job so that the creation may be repeated.</summary>
internal static class JobCreation
{
    /// <summary>Creates the Job, or finds it made by an earlier attempt whose answer did not arrive: its name holds random letters of this run.</summary>
    /// <exception cref="KubernetesException">The cluster refused, or could not be reached.</exception>
    public static async Task<Job> CreateOrGetAsync(this KubernetesClient client, string ns, Job job, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CreateAsync(ResourceTypes.Jobs, ns, job, cancellationToken: cancellationToken);
        }
        catch (KubernetesException e) when (e.IsAlreadyExists)
        {
            var existing = await client.GetAsync(ResourceTypes.Jobs, ns, job.Metadata.Name!, cancellationToken);
            return RunIdOf(existing) == RunIdOf(job) ? existing : throw new KubernetesException(e.Message, e);
        }
    }

    private static string? RunIdOf(Job job) => job.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId);
}
