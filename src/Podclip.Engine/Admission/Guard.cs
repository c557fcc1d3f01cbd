using Podclip.Engine.Planning;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Admission;

/// <summary>
/// Admits one run per agent by one name: the Secret of that name can be created once, on whatever machine the racers are, and it
/// goes with the Job that owns it. No lease to renew and no clocks to compare.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="ns">The namespace.</param>
internal sealed class Guard(KubernetesClient client, string ns)
{
    // A racer needs well under a second from its Job to its start; one that still has not begun after this is dead.
    private static readonly TimeSpan LongestLaunch = TimeSpan.FromSeconds(60);

    /// <summary>Looks behind a taken name; frees it when its owner is over, gone, or died while launching.</summary>
    /// <param name="name">The guard.</param>
    /// <param name="ourJobUid">The uid of the Job that asks; its name where Secrets come before their Job.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="KubernetesException">The cluster could not be asked.</exception>
    public async Task<GuardState> InspectAsync(string name, string ourJobUid, CancellationToken cancellationToken)
    {
        var secret = await client.FindAsync(ResourceTypes.Secrets, ns, name, cancellationToken);
        if (secret is null)
        {
            return new GuardState.Freed();
        }

        var owner = secret.Metadata.OwnerReferences?.FirstOrDefault(reference => reference.Kind == "Job");
        if (owner is null && secret.Metadata.Annotations?.GetValueOrDefault(PodclipLabels.Job) is { } looseJob)
        {
            return await InspectLooseAsync(secret, looseJob, ourJobUid, cancellationToken);
        }

        if (owner?.Name is null || secret.Metadata.Labels?.ContainsKey(PodclipLabels.RunId) != true)
        {
            return new GuardState.Held(new GuardHolder($"none (Secret {ns}/{name} was not made by Podclip)", null, secret.Metadata.CreationTimestamp));
        }

        if (owner.Uid == ourJobUid)
        {
            return new GuardState.Ours();
        }

        var job = await client.FindAsync(ResourceTypes.Jobs, ns, owner.Name, cancellationToken);
        if (job is null || job.Metadata.Uid != owner.Uid || JobConditions.IsFinished(job))
        {
            if (job?.Metadata.Uid == owner.Uid)
            {
                await SetAsideAsync(secret, cancellationToken);
            }

            await FreeAsync(secret, cancellationToken);
            return new GuardState.Freed();
        }

        if (IsAbandoned(job) && await DeleteAbandonedAsync(job, cancellationToken))
        {
            await FreeAsync(secret, cancellationToken);
            return new GuardState.Freed();
        }

        return new GuardState.Held(new GuardHolder(
            owner.Name,
            job.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId),
            job.Metadata.CreationTimestamp));
    }

    // A Secret that came before its Job and names it: with fewer verbs a run is launched the other way round.
    private async Task<GuardState> InspectLooseAsync(Secret secret, string jobName, string ourJob, CancellationToken cancellationToken)
    {
        if (jobName == ourJob)
        {
            return new GuardState.Ours();
        }

        var job = await client.FindAsync(ResourceTypes.Jobs, ns, jobName, cancellationToken);
        if (job is null ? IsOld(secret.Metadata) : JobConditions.IsFinished(job))
        {
            if (job is not null)
            {
                await SetAsideAsync(secret, cancellationToken);
            }

            await FreeAsync(secret, cancellationToken);
            return new GuardState.Freed();
        }

        return new GuardState.Held(new GuardHolder(jobName, secret.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId), secret.Metadata.CreationTimestamp));
    }

    private bool IsAbandoned(Job job) => job.Spec?.Suspend == true && IsOld(job.Metadata);

    // The server's own clock stands in the answer that brought the object: never ours against theirs.
    private bool IsOld(ObjectMeta metadata) =>
        metadata.CreationTimestamp is { } created && client.ServerDate is { } now && now - created > LongestLaunch;

    private async Task<bool> DeleteAbandonedAsync(Job job, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(
                ResourceTypes.Jobs,
                ns,
                job.Metadata.Name!,
                PropagationPolicy.Background,
                new Preconditions(job.Metadata.Uid, job.Metadata.ResourceVersion),
                cancellationToken: cancellationToken);
            return true;
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            // It moved at the last moment: alive after all.
            return false;
        }
    }

    // The Job is over, but nobody says that its output has been read: a run whose process is gone may still be taken up.
    private async Task SetAsideAsync(Secret secret, CancellationToken cancellationToken)
    {
        if (secret.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId) is not { } runId)
        {
            return;
        }

        try
        {
            var metadata = new ObjectMeta
            {
                Name = ObjectNames.SetAside(runId),
                Labels = secret.Metadata.Labels,
                Annotations = secret.Metadata.Annotations,
                OwnerReferences = secret.Metadata.OwnerReferences,
            };
            await client.CreateAsync(ResourceTypes.Secrets, ns, secret with { Metadata = metadata }, cancellationToken: cancellationToken);
        }
        catch (KubernetesException e) when (e.IsAlreadyExists)
        {
            // Set aside before.
        }
    }

    private async Task FreeAsync(Secret secret, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(
                ResourceTypes.Secrets,
                ns,
                secret.Metadata.Name!,
                PropagationPolicy.Background,
                new Preconditions(secret.Metadata.Uid),
                cancellationToken: cancellationToken);
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            // Somebody else freed it and took it; the next try finds out who.
        }
    }
}
