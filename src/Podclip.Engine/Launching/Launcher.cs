using System.Text.Json.Nodes;
using Podclip.Engine.Admission;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Launching;

/// <summary>
/// Creates a run's objects without a race or a leak: the Job suspended, then its Secrets owned by it, then the Job released. A
/// crash at any point leaves one Job that owns everything, and it never starts.
/// </summary>
internal sealed class Launcher
{
    // A creation whose answer is not waited for may still happen, and what it made would be left behind until a sweep.
    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(5);

    private readonly KubernetesClient _client;
    private readonly string _namespace;
    private readonly Guard _guard;
    private readonly Persistence _persistence;

    public Launcher(KubernetesClient client, string ns, TimeProvider time)
    {
        _client = client;
        _namespace = ns;
        _guard = new Guard(client, ns);
        _persistence = new Persistence(time);
    }

    /// <summary>Admits and starts a run, or withdraws all of it.</summary>
    /// <param name="plan">What to create.</param>
    /// <param name="findPredecessor">Asked between admission and start: waits for a former run's pod that still stops, and names its run if it does not.</param>
    /// <param name="cancellationToken">Withdraws the run.</param>
    /// <exception cref="KubernetesException">The cluster refused, or could not be reached; nothing of ours is left that could start.</exception>
    public async Task<LaunchOutcome> LaunchAsync(RunPlan plan, Func<CancellationToken, Task<GuardHolder?>> findPredecessor, CancellationToken cancellationToken)
    {
        if (plan.HomeClaim is { } claim)
        {
            await EnsureClaimAsync(claim, cancellationToken);
        }

        using var unhurried = new CancellationTokenSource();
        await using var hurry = cancellationToken.Register(() => unhurried.CancelAfter(AnswerWait));
        var job = await _persistence.TryAsync(token => _client.CreateOrGetAsync(_namespace, plan.Job, token), unhurried.Token);
        var uid = job.Metadata.Uid!;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var holder = await AdmitAsync(plan, uid, cancellationToken) ?? await findPredecessor(cancellationToken);
            if (holder is not null)
            {
                await WithdrawAsync(plan, uid);
                return new LaunchOutcome.Busy(holder);
            }

            foreach (var secret in plan.Secrets.Skip(1))
            {
                await _persistence.TryAsync(token => CreateOverflowAsync(secret, plan, uid, token), cancellationToken);
            }

            // From here on the agent may run: what asks for an end now is told to whoever observes the run.
            cancellationToken.ThrowIfCancellationRequested();
            await _persistence.TryAsync(token => ReleaseAsync(plan, uid, token), unhurried.Token);
            return new LaunchOutcome.Launched(uid);
        }
        catch (KubernetesException e) when (e.IsForbidden && MissingVerb.Is(e, "patch"))
        {
            await WithdrawAsync(plan, uid);
            return new LaunchOutcome.Unreleasable();
        }
        catch
        {
            await WithdrawAsync(plan, uid);
            throw;
        }
    }

    private async Task EnsureClaimAsync(PersistentVolumeClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            await _persistence.TryAsync(
                token => _client.CreateAsync(ResourceTypes.PersistentVolumeClaims, _namespace, claim, cancellationToken: token),
                cancellationToken);
        }
        catch (KubernetesException e) when (e.IsAlreadyExists)
        {
            // Made by an earlier run. One request either way: asking first would cost one more on first use.
        }
    }

    // Null when admitted, else who holds the name.
    private async Task<GuardHolder?> AdmitAsync(RunPlan plan, string uid, CancellationToken cancellationToken)
    {
        var secret = Owned(plan.Secrets[0], plan, uid);
        while (true)
        {
            try
            {
                await _persistence.TryAsync(
                    token => _client.CreateAsync(ResourceTypes.Secrets, _namespace, secret, cancellationToken: token),
                    cancellationToken);
                return null;
            }
            catch (KubernetesException e) when (e.IsAlreadyExists)
            {
                var state = await _persistence.TryAsync(
                    token => _guard.InspectAsync(secret.Metadata.Name!, uid, token),
                    cancellationToken);
                switch (state)
                {
                    case GuardState.Ours:
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

    private async Task<Secret> CreateOverflowAsync(Secret secret, RunPlan plan, string uid, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.CreateAsync(ResourceTypes.Secrets, _namespace, Owned(secret, plan, uid), cancellationToken: cancellationToken);
        }
        catch (KubernetesException e) when (e.IsAlreadyExists)
        {
            return secret;
        }
    }

    private async Task<Job> ReleaseAsync(RunPlan plan, string uid, CancellationToken cancellationToken)
    {
        var patch = Patch.Json(
            Patch.Operation("test", "/metadata/uid", JsonValue.Create(uid)),
            Patch.Operation("test", "/spec/suspend", JsonValue.Create(true)),
            Patch.Operation("replace", "/spec/suspend", JsonValue.Create(false)));
        try
        {
            return await _client.PatchAsync(ResourceTypes.Jobs, _namespace, plan.Job.Metadata.Name!, patch, cancellationToken: cancellationToken);
        }
        catch (KubernetesException e) when (e.StatusCode == 422)
        {
            // The test failed: an earlier attempt arrived although its answer did not, or this is no longer our Job.
            var job = await _client.GetAsync(ResourceTypes.Jobs, _namespace, plan.Job.Metadata.Name!, cancellationToken);
            return job.Metadata.Uid == uid && job.Spec?.Suspend != true ? job : throw new KubernetesException(e.Message, e);
        }
    }

    // Called when the run is not to be: must not be stopped by the very cancellation that brought it here.
    private async Task WithdrawAsync(RunPlan plan, string uid)
    {
        try
        {
            await _persistence.TryAsync(
                token => _client.DeleteAsync(
                    ResourceTypes.Jobs,
                    _namespace,
                    plan.Job.Metadata.Name!,
                    PropagationPolicy.Background,
                    new Preconditions(uid),
                    cancellationToken: token),
                CancellationToken.None);
        }
        catch (KubernetesException)
        {
            // It is suspended and owns all the rest: it cannot start, and any Podclip sweeps it.
        }
    }

    private static Secret Owned(Secret secret, RunPlan plan, string uid) => secret with
    {
        Metadata = secret.Metadata with
        {
            OwnerReferences = [new OwnerReference { ApiVersion = "batch/v1", Kind = "Job", Name = plan.Job.Metadata.Name, Uid = uid }],
        },
    };
}
