using Podclip.Engine.Admission;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Launching;

/// <summary>
/// Launches a run with fewer verbs than <see cref="Launcher"/> needs: where a suspended Job cannot be released, the Secrets come first, without
/// an owner, and the Job starts at once. They are deleted by name when the run is over; what a crash leaves of them is freed by the next run
/// of the same agent.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="ns">The namespace.</param>
/// <param name="time">The clock.</param>
internal sealed class LooseLauncher(KubernetesClient client, string ns, TimeProvider time)
{
    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(5);
    private readonly Guard _guard = new(client, ns);
    private readonly Persistence _persistence = new(time);

    /// <summary>Admits and starts a run, or withdraws all of it.</summary>
    /// <param name="plan">What to create.</param>
    /// <param name="findPredecessor">Waits for a former run's pod that still stops, and names its run if it does not.</param>
    /// <param name="cancellationToken">Withdraws the run.</param>
    /// <exception cref="KubernetesException">The cluster refused, or could not be reached.</exception>
    public async Task<LaunchOutcome> LaunchAsync(RunPlan plan, Func<CancellationToken, Task<GuardHolder?>> findPredecessor, CancellationToken cancellationToken)
    {
        List<Secret> created = [];
        using var unhurried = new CancellationTokenSource();
        await using var hurry = cancellationToken.Register(() => unhurried.CancelAfter(AnswerWait));
        try
        {
            var holder = await AdmitAsync(plan, created, cancellationToken) ?? await findPredecessor(cancellationToken);
            if (holder is not null)
            {
                await WithdrawAsync(created);
                return new LaunchOutcome.Busy(holder);
            }

            foreach (var secret in plan.Secrets.Skip(1))
            {
                created.Add(await CreateAsync(secret, plan, cancellationToken));
            }

            cancellationToken.ThrowIfCancellationRequested();
            var job = plan.Job with { Spec = plan.Job.Spec! with { Suspend = null } };
            var launched = await _persistence.TryAsync(token => client.CreateOrGetAsync(ns, job, token), unhurried.Token);
            return new LaunchOutcome.Launched(launched.Metadata.Uid!, HasLooseSecrets: true);
        }
        catch
        {
            await WithdrawAsync(created);
            throw;
        }
    }

    // Null when admitted, else who holds the name.
    private async Task<GuardHolder?> AdmitAsync(RunPlan plan, List<Secret> created, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                created.Add(await CreateAsync(plan.Secrets[0], plan, cancellationToken));
                return null;
            }
            catch (KubernetesException e) when (e.IsAlreadyExists)
            {
                var state = await _persistence.TryAsync(
                    token => _guard.InspectAsync(plan.Secrets[0].Metadata.Name!, plan.Job.Metadata.Name!, token),
                    cancellationToken);
                switch (state)
                {
                    case GuardState.Ours:
                        created.Add(await client.GetAsync(ResourceTypes.Secrets, ns, plan.Secrets[0].Metadata.Name!, cancellationToken));
                        return null;
                    case GuardState.Held held:
                        return held.Holder;
                    case GuardState.Freed:
                        continue;
                    default:
                        throw new System.Diagnostics.UnreachableException($"Unknown guard state {state}.", e);
                }
            }
        }
    }

    private Task<Secret> CreateAsync(Secret secret, RunPlan plan, CancellationToken cancellationToken)
    {
        var annotations = new SortedDictionary<string, string>(StringComparer.Ordinal) { [PodclipLabels.Job] = plan.Job.Metadata.Name! };
        foreach (var (key, value) in secret.Metadata.Annotations ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            annotations[key] = value;
        }

        var loose = secret with { Metadata = secret.Metadata with { Annotations = annotations } };
        return _persistence.TryAsync(token => client.CreateAsync(ResourceTypes.Secrets, ns, loose, cancellationToken: token), cancellationToken);
    }

    private async Task WithdrawAsync(List<Secret> created)
    {
        foreach (var secret in created)
        {
            try
            {
                await client.DeleteAsync(ResourceTypes.Secrets, ns, secret.Metadata.Name!, PropagationPolicy.Background, new Preconditions(secret.Metadata.Uid));
            }
            catch (KubernetesException)
            {
                // Its name is freed by the next run that wants it.
            }
        }
    }
}
