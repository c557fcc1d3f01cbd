using System.Text.Json;
using Podclip.Agents;
using Podclip.Engine.Journal;
using Podclip.Engine.Launching;
using Podclip.Engine.Observing;
using Podclip.Engine.Observing.Redaction;
using Podclip.Engine.Planning;
using Podclip.Engine.Settling;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Driving;

/// <summary>Drives one run: launches it or takes it up, has it observed to its end, settles it.</summary>
internal sealed class RunDriver : IDisposable
{
    private readonly EngineContext _context;
    private RunRecord _record;
    private readonly IAgent _agent;
    private readonly JournalWriter _journal;
    private readonly StopSignal _stop;
    private readonly PhaseLog _phases;
    private readonly PodObserver _pod;
    private readonly Admitter _admitter;

    public RunDriver(EngineContext context, RunRecord record, IAgent agent, JournalWriter journal, StopSignal stop)
    {
        _context = context;
        _record = record;
        _agent = agent;
        _journal = journal;
        _stop = stop;
        _phases = new PhaseLog(journal, context.Time);
        _pod = new PodObserver(context.View, record.RunId, _phases.Enter);
        _admitter = new Admitter(context, record, _phases);
    }

    /// <summary>
    /// Turns a fault of ours into a result that says so: the Job goes on, unwatched, until its own deadline, and nobody waits for an
    /// end that will not be told. A shutdown is no fault: the run is left to be taken up again.
    /// </summary>
    public async Task<RunResult> GuardAsync(Func<CancellationToken, Task<RunResult>> drive, CancellationToken cancellationToken)
    {
        try
        {
            return await drive(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var fault = new RunFailure(
                RunOutcome.Unknown,
                ErrorCodes.EngineFault,
                $"Podclip failed while it drove Job {_record.Job}: {e.Message}",
                $"Look at the Job itself: kubectl -n {_record.Namespace} get job {_record.Job}");
            return await FinishAsync(new RunEvidence { StartFailure = fault }, job: null);
        }
    }

    /// <summary>Frees the run's place.</summary>
    public void Dispose() => _admitter.Dispose();

    /// <summary>Launches a new run and drives it to its result.</summary>
    public async Task<RunResult> LaunchAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        _phases.Enter(RunPhase.Admitting, _record.AgentName is { } name ? $"agent {name}" : "");
        _context.View.Start();
        LaunchOutcome outcome;
        using (var launch = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            var cancelled = CancelWhenStoppedAsync(launch);
            try
            {
                outcome = await _admitter.LaunchAsync(plan, launch.Token);
            }
            catch (OperationCanceledException) when (_stop.Reason != StopReason.None && !cancellationToken.IsCancellationRequested)
            {
                return await FinishAsync(new RunEvidence { Stop = _stop.Reason, StartFailure = StartFailures.NeverStarted(_record.Job) }, job: null);
            }
            catch (KubernetesException e)
            {
                return await FinishAsync(new RunEvidence { StartFailure = LaunchFailures.Describe(e) }, job: null);
            }
            finally
            {
                await launch.CancelAsync();
                await cancelled;
            }
        }

        return outcome switch
        {
            LaunchOutcome.Busy busy => await FinishAsync(new RunEvidence { StartFailure = LaunchFailures.Busy(busy.Holder, _record) }, job: null),
            LaunchOutcome.Launched launched => await LaunchedAsync(launched, plan.Redactions, cancellationToken),
            _ => throw new InvalidOperationException($"Unknown launch outcome {outcome}."),
        };
    }

    /// <summary>
    /// Makes sure that the cluster answers before an earlier process's run is taken up: a run must not be settled because of who asks.
    /// </summary>
    /// <exception cref="KubernetesException">The cluster refuses these credentials, or was out of reach for longer than the run allows.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _context.View.Start();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sync = _context.View.Pods.WaitForSyncAsync(waiting.Token);
        var lost = new TouchWatch(_context, _record, _journal).WaitAsync(waiting.Token);
        var first = await Task.WhenAny(sync, lost);
        await waiting.CancelAsync();
        await lost.IgnoreCancellationAsync();
        await (first == sync ? sync : throw new KubernetesException((await lost).Message));
    }

    /// <summary>Takes up a run that an earlier process left.</summary>
    public async Task<RunResult> ResumeAsync(IEnumerable<JournalRecord> journalled, CancellationToken cancellationToken)
    {
        var pump = NewPump(await ReadRedactionsAsync(cancellationToken));
        pump.Replay(journalled);
        var job = await _context.Client.FindAsync(ResourceTypes.Jobs, _context.Namespace, _record.Job, cancellationToken);
        if (job?.Spec?.Suspend == true)
        {
            var interrupted = new RunFailure(
                RunOutcome.InfrastructureFailed,
                ErrorCodes.LaunchInterrupted,
                $"The process that launched Job {_record.Job} ended before the agent started; nothing ran.",
                "Run it again.");
            return await FinishAsync(new RunEvidence { StartFailure = interrupted }, job.Metadata.Uid);
        }

        if (job is null && !journalled.Any(record => record.Kind == JournalKind.Phase && PhaseLog.PhaseOf(record) > RunPhase.Queued))
        {
            return await FinishAsync(new RunEvidence { StartFailure = StartFailures.NeverLaunched }, job: null);
        }

        if (job is null)
        {
            return await FinishAsync(new RunEvidence { JobGone = true, MarkerExitCode = pump.MarkerExitCode, HasGap = pump.HasGap, Agent = pump.Evidence }, job: null);
        }

        return await ObserveAsync(job.Metadata.Uid!, pump, cancellationToken);
    }

    private Task<RunResult> LaunchedAsync(LaunchOutcome.Launched launched, IReadOnlyList<string> redactions, CancellationToken cancellationToken)
    {
        _phases.Enter(RunPhase.Scheduling, $"job {_record.Job}");
        if (_context.Access.Take(_context.View) is { } note)
        {
            _journal.Append(JournalKind.Notice, note);
        }

        if (launched.HasLooseSecrets)
        {
            _record = _record with { HasLooseSecrets = true };
            _context.Store.Save(_record);
        }

        return ObserveAsync(launched.JobUid, NewPump(redactions), cancellationToken);
    }

    private async Task<RunResult> ObserveAsync(string jobUid, LogPump pump, CancellationToken cancellationToken)
    {
        var evidence = await new RunObserver(_context, _record, _pod, _stop, _phases, _journal).ObserveAsync(jobUid, pump, cancellationToken);
        _phases.Enter(RunPhase.Settling, "");
        return await FinishAsync(evidence, jobUid);
    }

    // The order matters: the result is safe on disk before the cluster forgets the run, and told only after.
    private async Task<RunResult> FinishAsync(RunEvidence evidence, string? job)
    {
        var failure = Verdict.Decide(evidence);
        var settler = new Settler(_context, _record, _pod);
        var result = settler.Compose(evidence, failure, _phases.Measure());
        _context.Store.Save(result);
        var wasStopped = evidence.Stop != StopReason.None;
        var leftover = evidence.OutOfTouch is not null ? null
            : job is not null ? await settler.CleanUpAsync(job, mustBeGone: wasStopped)
            : wasStopped ? await settler.WaitUntilGoneAsync()
            : null;
        if (leftover is not null)
        {
            _journal.Append(JournalKind.Notice, leftover.Text);
            if (leftover.MayRun && !evidence.IsStillStopping)
            {
                evidence = evidence with { IsStillStopping = true };
                result = settler.Compose(evidence, Verdict.Decide(evidence), _phases.Measure());
                _context.Store.Save(result);
            }
        }

        _journal.Append(JournalKind.End, JsonSerializer.Serialize(result, EngineJson.Default.RunResult));
        _journal.Sync();
        return result;
    }

    private LogPump NewPump(IReadOnlyList<string> redactions) =>
        new(_record.Nonce, _journal, new Redactor(redactions), _agent.CreateReader(), _context.Time);

    // Only the run's own Secret knows which values to blank out; it lives as long as the Job.
    private async Task<IReadOnlyList<string>> ReadRedactionsAsync(CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in _record.Secrets)
        {
            var secret = await FindSecretAsync(name, cancellationToken) ?? await FindSecretAsync(ObjectNames.SetAside(_record.RunId), cancellationToken);
            foreach (var (key, value) in secret?.Data ?? new Dictionary<string, byte[]>(StringComparer.Ordinal))
            {
                values[key] = System.Text.Encoding.UTF8.GetString(value);
            }
        }

        return SecretValues.Of(values, []);
    }

    // A guard's name may be another run's by now.
    private async Task<Secret?> FindSecretAsync(string name, CancellationToken cancellationToken) =>
        await _context.Client.FindAsync(ResourceTypes.Secrets, _context.Namespace, name, cancellationToken) is { } secret
        && secret.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId) == _record.RunId
            ? secret
            : null;

    private async Task CancelWhenStoppedAsync(CancellationTokenSource launch)
    {
        try
        {
            await _stop.Requested.WaitAsync(launch.Token);
            await launch.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The launch is over.
        }
    }
}
