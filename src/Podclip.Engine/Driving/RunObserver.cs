using Podclip.Engine.Journal;
using Podclip.Engine.Observing;
using Podclip.Engine.Settling;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Driving;

/// <summary>Observes a launched run to its end: waits for its start, has its log carried into the journal, and has it stopped when that is asked for.</summary>
/// <param name="context">The engine.</param>
/// <param name="record">The run.</param>
/// <param name="pod">Its pod.</param>
/// <param name="stop">The wish to stop.</param>
/// <param name="phases">Where phases are told.</param>
/// <param name="journal">Where the cluster's warnings go.</param>
internal sealed class RunObserver(EngineContext context, RunRecord record, PodObserver pod, StopSignal stop, PhaseLog phases, JournalWriter journal)
{
    // After the end marker the kubelet's status follows within a second or so; it confirms the exit code.
    private static readonly TimeSpan ConfirmationWait = TimeSpan.FromSeconds(5);

    /// <summary>Follows the run until its container has ended and its log is read, or until it is clear that it will not start.</summary>
    /// <param name="jobUid">The run's Job.</param>
    /// <param name="pump">Where its output goes.</param>
    /// <param name="cancellationToken">Lets go of the run.</param>
    /// <returns>All that was seen.</returns>
    public async Task<RunEvidence> ObserveAsync(string jobUid, LogPump pump, CancellationToken cancellationToken)
    {
        using var observing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var following = pod.RunAsync(observing.Token);
        var job = new JobWatch(context, record.Job, jobUid);
        var jobGone = job.WaitUntilGoneAsync(observing.Token);
        var lost = new TouchWatch(context, record, journal).WaitAsync(observing.Token);
        var start = new StartWatch(context, record, pod, phases, journal);
        try
        {
            var failure = await start.WaitAsync(Task.WhenAny(stop.Requested, jobGone, lost), observing.Token);
            observing.Token.ThrowIfCancellationRequested();
            if (failure is null && !lost.IsCompleted && !await MayHaveStartedAsync(observing.Token))
            {
                failure = StartFailures.NeverStarted(record.Job);
            }

            if (failure is null && !lost.IsCompleted)
            {
                await ReadToEndAsync(pump, lost, observing.Token);
                observing.Token.ThrowIfCancellationRequested();
            }

            // A pod that others deleted went alone or with its Job; the two news come in any order.
            var wasTaken = stop.Reason == StopReason.None && !lost.IsCompleted && pod.Pod?.Metadata.DeletionTimestamp is not null;
            var isJobGone = jobGone.IsCompletedSuccessfully || (wasTaken && await job.IsGoneAsync(observing.Token));
            return Collect(pump) with
            {
                StartFailure = failure,
                JobGone = isJobGone,
                OutOfTouch = lost.IsCompletedSuccessfully ? await lost : null,
                JobReason = job.Failure?.Reason,
                JobMessage = job.Failure?.Message,
                Warnings = start.Warnings,
            };
        }
        finally
        {
            await observing.CancelAsync();
            await following.IgnoreCancellationAsync();
            await jobGone.IgnoreCancellationAsync();
            await lost.IgnoreCancellationAsync();
        }
    }

    // What is deleted now takes its last words along: one request tells whether there may be any.
    private async Task<bool> MayHaveStartedAsync(CancellationToken cancellationToken)
    {
        if (!pod.Started.IsCompleted)
        {
            try
            {
                await pod.LookAsync(context.Client, context.Namespace, cancellationToken);
            }
            catch (KubernetesException)
            {
                // Then what the cache knows has to do.
            }
        }

        return pod.MayHaveStarted;
    }

    private async Task ReadToEndAsync(LogPump pump, Task lost, CancellationToken cancellationToken)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var log = new LogReading(context, pod, pump);
        var stuck = StuckPod.WaitAsync(pod, context.Time, running.Token);
        var stopper = new AgentStopper(context, record.Job, pod, stop, phases, journal).RunAsync(Remaining(), record.Grace, log.Opened, running.Token);
        var asking = pod.Started.IsCompleted ? Task.CompletedTask : pod.AskAsync(context, running.Token);
        Task? reading = null;
        Task? watchdog = null;
        try
        {
            // A run that is stopped while its node starts it may be running already: the node's word comes up to seconds late.
            await Task.WhenAny(pod.Started, pod.Ended, pod.Gone, stuck, lost);
            cancellationToken.ThrowIfCancellationRequested();
            if (pod.Started.IsCompleted)
            {
                watchdog = new AgentWatchdog(record, pump, stop, journal, context.Time).RunAsync(running.Token);
                reading = log.ReadAsync(running.Token);
                await Task.WhenAny(reading, stuck, lost);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!stuck.IsCompleted && !lost.IsCompleted)
            {
                await Task.WhenAny(pod.Ended, pod.Gone, Task.Delay(ConfirmationWait, context.Time, running.Token));
            }
        }
        finally
        {
            await running.CancelAsync();
            foreach (var task in (Task?[])[reading, watchdog, asking, stopper, stuck])
            {
                await (task?.IgnoreCancellationAsync() ?? Task.CompletedTask);
            }
        }
    }

    private RunEvidence Collect(LogPump pump)
    {
        var seen = pod.Pod;
        return new RunEvidence
        {
            Stop = stop.Reason,
            MarkerExitCode = pump.MarkerExitCode,
            HasGap = pump.HasGap,
            LogRefusal = pump.Refusal,
            Agent = pump.Evidence,
            Terminated = seen is null ? null : PodPhases.Agent(seen)?.State?.Terminated,
            FailedInit = seen is null ? null : PodPhases.FailedInit(seen),
            PodReason = seen?.Status?.Reason,
            PodMessage = seen?.Status?.Message,
            Disruption = seen?.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "DisruptionTarget", Status: "True" }),
            PodDeleted = seen?.Metadata.DeletionTimestamp is not null,
            IsStillStopping = pod.IsStopping,
            Pod = seen?.Metadata.Name,
            Node = seen?.Spec?.NodeName,
            Timeout = record.Timeout,
            Silence = record.SilenceTimeout,
        };
    }

    // Counted by the server's clock when an earlier process saw the start, by ours when we did.
    private TimeSpan? Remaining()
    {
        if (record.Timeout is not { } timeout)
        {
            return null;
        }

        var started = pod.Pod is { } current ? PodPhases.Agent(current)?.State?.Running?.StartedAt : null;
        var elapsed = started is { } from && context.Client.ServerDate is { } now && now > from ? now - from : TimeSpan.Zero;
        return elapsed < timeout ? timeout - elapsed : TimeSpan.Zero;
    }
}
