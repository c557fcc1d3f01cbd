using Podclip.Engine.Admission;
using Podclip.Engine.Journal;
using Podclip.Engine.Launching;
using Podclip.Engine.Observing;
using Podclip.Engine.Planning;

namespace Podclip.Engine.Driving;

/// <summary>Waits for a run's turn, with its agent and among the engine's runs, and launches it.</summary>
/// <param name="context">The engine.</param>
/// <param name="record">The run.</param>
/// <param name="phases">Where waiting is told.</param>
internal sealed class Admitter(EngineContext context, RunRecord record, PhaseLog phases) : IDisposable
{
    // Looks into a folder and into the cache, no request.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    // How often the name itself is tried although the cache shows a holder, or none: that run may be of another Podclip, or the cache behind.
    private static readonly TimeSpan TryAnyway = TimeSpan.FromSeconds(15);

    // A look into the cache, no request.
    private static readonly TimeSpan PredecessorPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PredecessorWait = TimeSpan.FromMinutes(2);

    private readonly long _since = context.Time.GetTimestamp();
    private IDisposable? _slot;
    private string? _told;

    /// <summary>Launches the run as soon as it may.</summary>
    /// <returns>Launched, or busy when it may not wait (any longer).</returns>
    /// <exception cref="Podclip.Kubernetes.Client.KubernetesException">The cluster refused, or could not be reached.</exception>
    public async Task<LaunchOutcome> LaunchAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        var mayWait = record.QueueTimeout > TimeSpan.Zero;
        using var ticket = record.AgentName is null || !mayWait
            ? null
            : context.Queue.Join(context.Client.Connection.Server, context.Namespace, plan.Secrets[0].Metadata.Name!, record.RunId);
        GuardHolder? holder = null;
        while (true)
        {
            if (ticket is not null && await WaitForTurnAsync(ticket, plan, holder, cancellationToken) is { } busy)
            {
                return busy;
            }

            _slot ??= await context.Slots.TakeAsync(
                position => Tell($"{context.Slots.Count} runs are under way, as many as may be; {(position == 1 ? "this one is next" : $"{position - 1} come before")}"),
                cancellationToken);
            switch (await TryLaunchAsync(plan, cancellationToken))
            {
                case LaunchOutcome.Unreleasable:
                    context.Access.CannotRelease = true;
                    holder = null;
                    break;
                case LaunchOutcome.Busy taken when ticket is not null:
                    holder = taken.Holder;
                    break;
                case var outcome:
                    return outcome;
            }
        }
    }

    private Task<LaunchOutcome> TryLaunchAsync(RunPlan plan, CancellationToken cancellationToken) => context.Access.CannotRelease
        ? new LooseLauncher(context.Client, context.Namespace, context.Time).LaunchAsync(plan, token => WaitForPredecessorAsync(plan, token), cancellationToken)
        : new Launcher(context.Client, context.Namespace, context.Time).LaunchAsync(plan, token => WaitForPredecessorAsync(plan, token), cancellationToken);

    private async Task<GuardHolder?> WaitForPredecessorAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        var holder = await FindPredecessorAsync(plan, cancellationToken);
        if (holder is null)
        {
            phases.Enter(RunPhase.Launching, $"job {record.Job}");
        }

        return holder;
    }

    /// <summary>Frees the run's place.</summary>
    public void Dispose() => _slot?.Dispose();

    // Null when it is its turn.
    private async Task<LaunchOutcome.Busy?> WaitForTurnAsync(RunQueue.Ticket ticket, RunPlan plan, GuardHolder? holder, CancellationToken cancellationToken)
    {
        var asked = context.Time.GetTimestamp();
        while (true)
        {
            var before = await ticket.CountBeforeAsync(() => context.Sweeper.SweepAsync(cancellationToken));
            var seen = FindHolder(plan);
            if (before == 0 && (holder is null || (seen is null && IsKnown(holder) && context.View.Jobs.LastError is null) || context.Time.GetElapsedTime(asked) > TryAnyway))
            {
                return null;
            }

            var current = seen ?? holder;
            if (context.Time.GetElapsedTime(_since) > record.QueueTimeout)
            {
                return new LaunchOutcome.Busy(current ?? new GuardHolder("of a run that came before", null, null));
            }

            Tell($"{Describe(current)}; {(before == 0 ? "this run is next" : before == 1 ? "1 run comes before" : $"{before} runs come before")}");
            await Task.Delay(Step, context.Time, cancellationToken);
        }
    }

    private string Describe(GuardHolder? holder) => holder switch
    {
        null => $"agent {record.AgentName} has other runs waiting",
        { RunId: { } run } => $"agent {record.AgentName} is busy with run {run} (Job {holder.Job})",
        _ => $"agent {record.AgentName} is busy (Job {holder.Job})",
    };

    private void Tell(string text)
    {
        if (_told != text)
        {
            _told = text;
            phases.Enter(RunPhase.Queued, text);
        }
    }

    private GuardHolder? FindHolder(RunPlan plan) =>
        KeyOf(plan) is { } key && context.View.Jobs.Items.FirstOrDefault(job => IsHolder(job, key)) is { } holder
            ? new GuardHolder(holder.Metadata.Name!, holder.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId), holder.Metadata.CreationTimestamp)
            : null;

    // A run of this Podclip's kind: the cache would show it.
    private static bool IsKnown(GuardHolder holder) => holder.RunId is not null;

    private bool IsHolder(Job job, string key) =>
        job.Metadata.Labels is { } labels
        && labels.GetValueOrDefault(PodclipLabels.AgentKey) == key
        && labels.GetValueOrDefault(PodclipLabels.RunId) != record.RunId
        && job.Spec?.Suspend != true
        && job.Metadata.DeletionTimestamp is null
        && !JobConditions.IsFinished(job);

    // A former run's pod may still be stopping although its Job is gone: two agents must never share one HOME.
    private async Task<GuardHolder?> FindPredecessorAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        await context.View.Pods.WaitForSyncAsync(cancellationToken);
        if (KeyOf(plan) is not { } key)
        {
            return null;
        }

        var started = context.Time.GetTimestamp();
        while (context.View.Pods.Items.FirstOrDefault(pod => IsPredecessor(pod, key)) is { } other)
        {
            if (context.Time.GetElapsedTime(started) > PredecessorWait)
            {
                return new GuardHolder(
                    $"of pod {other.Metadata.Name}",
                    other.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId),
                    other.Metadata.CreationTimestamp);
            }

            await Task.Delay(PredecessorPoll, context.Time, cancellationToken);
        }

        return null;
    }

    private bool IsPredecessor(Pod pod, string key) =>
        pod.Metadata.Labels is { } labels
        && labels.GetValueOrDefault(PodclipLabels.AgentKey) == key
        && labels.GetValueOrDefault(PodclipLabels.RunId) != record.RunId
        && !PodPhases.HasEnded(pod);

    private static string? KeyOf(RunPlan plan) => plan.Job.Metadata.Labels?.GetValueOrDefault(PodclipLabels.AgentKey);
}
