using Podclip.Agents;
using Podclip.Engine;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Execution;

/// <summary>Hands a run on to the host, line by line, until it is over.</summary>
/// <param name="agent">The agent, whose lines are read for what it is at.</param>
/// <param name="callbacks">The host.</param>
/// <param name="log">The run's log.</param>
/// <param name="time">The clock.</param>
internal sealed class RunRelay(IAgent agent, IAdapterCallbacks callbacks, RunLog log, TimeProvider time)
{
    // The host calls a run suspicious that is silent for an hour.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(50);

    // It waits 60 s for a cancelled run; a longer grace is cut so that the end is still told in time.
    private static readonly TimeSpan LongestGraceOfCancel = TimeSpan.FromSeconds(45);

    private readonly ActivityReader _activity = new(agent.CreateReader());
    private RunPhase _phase = (RunPhase)(-1);

    /// <summary>Follows a run to its result.</summary>
    public async Task<RunResult> FollowAsync(Run run, CancellationToken cancellationToken)
    {
        using var hurry = new CancellationTokenSource();
        await using var hurried = hurry.Token.Register(run.Cancel);
        await using var cancelled = cancellationToken.Register(() =>
        {
            run.Cancel();
            hurry.CancelAfter(LongestGraceOfCancel);
        });
        await using var events = run.FollowLinesAsync(0, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        var since = time.GetTimestamp();
        var next = events.MoveNextAsync().AsTask();
        while (true)
        {
            if (!await HasCameAsync(next))
            {
                await log.SayAsync($"keepalive — job {run.Record.Job} running ({time.GetElapsedTime(since).TotalSeconds:0}s since last output)");
                continue;
            }

            if (!await next)
            {
                return await run.Completion;
            }

            since = time.GetTimestamp();
            callbacks.At(events.Current.Sequence);
            if (await TellAsync(run, events.Current, cancellationToken) is { } result)
            {
                return result;
            }

            next = events.MoveNextAsync().AsTask();
        }
    }

    private async Task<bool> HasCameAsync(Task next)
    {
        try
        {
            await next.WaitAsync(LongestSilence, time);
            return true;
        }
        catch (TimeoutException) when (!next.IsCompleted)
        {
            return false;
        }
    }

    private async ValueTask<RunResult?> TellAsync(Run run, RunEvent happened, CancellationToken cancellationToken)
    {
        switch (happened)
        {
            case RunEvent.Line(var line):
                await log.PassOnAsync(line);
                foreach (var (told, progress) in _activity.Read(line, happened.Time))
                {
                    await callbacks.EventAsync(told);
                    await callbacks.ProgressAsync(progress);
                }

                return null;
            case RunEvent.PhaseChanged(var phase, var detail):
                await TellAsync(run, phase, detail, cancellationToken.IsCancellationRequested);
                return null;
            case RunEvent.Gap(var reason):
                await log.WarnAsync($"Warning: output may be missing here: {reason}");
                return null;
            case RunEvent.Notice(var text):
                await log.WarnAsync(text);
                return null;
            case RunEvent.Finished(var result):
                if (run.Record.KeepsJob && result.Outcome is not RunOutcome.Cancelled)
                {
                    await log.SayAsync($"Retaining job {run.Record.Job} for debugging (retainJobs=true)");
                }

                return result;
            default:
                throw new System.Diagnostics.UnreachableException($"Unknown event {happened.GetType().Name}.");
        }
    }

    private async ValueTask TellAsync(Run run, RunPhase phase, string detail, bool isCancelled)
    {
        if (phase >= RunPhase.Launching && _phase < RunPhase.Launching && phase < RunPhase.Settling)
        {
            await callbacks.DispatchAsync();
        }

        if (phase > RunPhase.Launching && _phase <= RunPhase.Launching && phase < RunPhase.Settling)
        {
            var deadline = run.Record.Timeout is { } limit ? $"{limit.TotalSeconds:0}s" : "none";
            await log.SayAsync($"Created K8s Job: {run.Record.Job} in namespace {run.Record.Namespace} (deadline: {deadline})");
        }

        var text = phase switch
        {
            RunPhase.Queued => $"Waiting: {detail}",
            RunPhase.Scheduling when _phase < RunPhase.Scheduling => $"Waiting for pod to be scheduled (job: {run.Record.Job})...",
            RunPhase.Scheduling or RunPhase.Starting => $"Waiting: {detail}",
            RunPhase.Running when _phase < RunPhase.Running => $"Pod running: {detail.Replace("pod ", "", StringComparison.Ordinal)}",
            RunPhase.Stopping when isCancelled && _phase < RunPhase.Stopping => $"Run cancelled externally — deleting Job {run.Record.Job}",
            _ => null,
        };
        _phase = phase;
        if (text is not null)
        {
            await log.SayAsync(text);
            await callbacks.ProgressAsync(new AdapterRuntimeProgress { Phase = phase.ToString().ToLowerInvariant(), Message = ActivityReader.Short(text) });
        }
    }
}
