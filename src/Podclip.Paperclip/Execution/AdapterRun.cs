using Podclip.Engine;
using Podclip.Kubernetes.Client;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Execution.Orphans;
using Podclip.Paperclip.Hosting;
using Podclip.Paperclip.Outcomes;

namespace Podclip.Paperclip.Execution;

/// <summary>One execution on a cluster: what an earlier server left of the agent is seen to first, then the run itself.</summary>
/// <param name="kind">The adapter.</param>
/// <param name="settings">The agent's configuration.</param>
/// <param name="cluster">The cluster.</param>
/// <param name="callbacks">The host.</param>
/// <param name="formerRuns">Knows whose runs nobody waits for any more.</param>
/// <param name="planOf">Plans an execution.</param>
/// <param name="time">The clock.</param>
internal sealed class AdapterRun(
    AdapterKind kind,
    AdapterSettings settings,
    ConnectedCluster cluster,
    IAdapterCallbacks callbacks,
    IFormerRuns formerRuns,
    Func<AdapterExecutionContext, ExecutionPlan> planOf,
    TimeProvider time)
{
    private static readonly TimeSpan LegacyPoll = TimeSpan.FromSeconds(2);
    private readonly RunLog _log = new(callbacks);

    /// <summary>Executes.</summary>
    public async Task<AdapterExecutionResult> ExecuteAsync(AdapterExecutionContext execution, CancellationToken cancellationToken)
    {
        var plan = planOf(execution);
        foreach (var warning in plan.Warnings)
        {
            await _log.WarnAsync(warning);
        }

        await _log.SayAsync($"Skills bundled {plan.Skills.Summary}");
        var engine = cluster.EngineFor(plan.Namespace);
        switch (await LookAsync(engine, plan, cancellationToken))
        {
            case OrphanDecision.Proceed:
                return ExecutionResults.Write(kind, await StartAsync(engine, plan, cancellationToken), plan.Session);
            case OrphanDecision.Rejoin(var run):
                await callbacks.MetaAsync(InvocationMeta.Of(kind, plan, engine.Plan(plan.Request)));
                await _log.SayAsync($"Reattaching to in-flight K8s Job {run.Job} in namespace {run.Namespace} (this run)");
                return ExecutionResults.Write(kind, await FollowAsync(engine.Attach(run, kind.Agent), plan, isFormer: false, cancellationToken), plan.Session);
            case OrphanDecision.Reattach(var run, var former):
                await _log.SayAsync($"Reattaching to in-flight K8s Job {run.Job} in namespace {run.Namespace} (prior run {former ?? "unknown"})");
                return await GoOnAfterAsync(await FollowAsync(engine.Attach(run, kind.Agent), plan, isFormer: true, cancellationToken), engine, execution, plan, cancellationToken);
            case OrphanDecision.Block(var code, var message, var warning):
                await _log.WarnAsync(warning);
                return Refusal.Of(code, message, "transient_upstream");
            case OrphanDecision.Wait(var jobs):
                return Refusal.Of("k8s_concurrent_run_blocked", $"Concurrent run blocked: Job {string.Join(", ", jobs)} is still running for this agent", "transient_upstream");
            case var unknown:
                throw new System.Diagnostics.UnreachableException($"Unknown decision {unknown.GetType().Name}.");
        }
    }

    // Jobs of a TypeScript adapter hold no guard of ours: they are looked at until they are over, or the queue's time is.
    private async Task<OrphanDecision> LookAsync(RunEngine engine, ExecutionPlan plan, CancellationToken cancellationToken)
    {
        var search = new OrphanSearch(cluster.Client, engine, settings.ReattachOrphanedJobs ? formerRuns : new AbandonedRuns());
        var since = time.GetTimestamp();
        var isTold = false;
        while (true)
        {
            OrphanDecision decision;
            try
            {
                decision = OrphanRules.Decide(await search.FindAsync(plan.Namespace, plan.Request, cancellationToken), OrphanSearch.Describe(plan.Request), settings.ReattachOrphanedJobs);
            }
            catch (KubernetesException e) when (e.IsForbidden)
            {
                // Our own guard needs no list; what it cannot see are Jobs of others.
                return new OrphanDecision.Proceed();
            }
            catch (KubernetesException e)
            {
                return new OrphanDecision.Block("k8s_concurrency_guard_unreachable", $"Concurrency guard unreachable: {e.Message}", $"Concurrency guard failed: unable to list jobs: {e.Message}");
            }

            if (decision is not OrphanDecision.Wait wait || time.GetElapsedTime(since) >= settings.QueueTimeout)
            {
                return decision;
            }

            if (!isTold)
            {
                var text = $"Waiting for concurrent Job(s) to finish before starting: {string.Join(", ", wait.Jobs)}";
                await _log.SayAsync(text);
                await callbacks.ProgressAsync(new AdapterRuntimeProgress { Phase = "queued", Message = ActivityReader.Short(text) });
                isTold = true;
            }

            await Task.Delay(LegacyPoll, time, cancellationToken);
        }
    }

    // The new prompt is never dropped: it goes to the session of the run that was taken up, whose money is booked here as well.
    private async Task<AdapterExecutionResult> GoOnAfterAsync(
        RunResult former, RunEngine engine, AdapterExecutionContext execution, ExecutionPlan plan, CancellationToken cancellationToken)
    {
        if (former.Outcome is RunOutcome.Cancelled or RunOutcome.Unknown)
        {
            return ExecutionResults.Write(kind, former, plan.Session);
        }

        var next = former.SessionId is { } session
            ? planOf(execution with { Runtime = execution.Runtime with { SessionId = session, SessionParams = new JsonObject { ["sessionId"] = session } } })
            : plan;
        var result = ExecutionResults.Write(kind, await StartAsync(engine, next, cancellationToken), next.Session);
        return result with
        {
            Usage = new UsageSummary
            {
                InputTokens = (result.Usage?.InputTokens ?? 0) + former.Usage.InputTokens,
                OutputTokens = (result.Usage?.OutputTokens ?? 0) + former.Usage.OutputTokens,
                CachedInputTokens = (result.Usage?.CachedInputTokens ?? 0) + former.Usage.CachedInputTokens,
            },
            CostUsd = result.CostUsd is null && former.CostUsd is null ? null : (result.CostUsd ?? 0) + (former.CostUsd ?? 0),
        };
    }

    private async Task<RunResult> StartAsync(RunEngine engine, ExecutionPlan plan, CancellationToken cancellationToken)
    {
        await callbacks.MetaAsync(InvocationMeta.Of(kind, plan, engine.Plan(plan.Request)));
        cancellationToken.ThrowIfCancellationRequested();
        return await FollowAsync(engine.Start(plan.Request), plan, isFormer: false, cancellationToken);
    }

    private async Task<RunResult> FollowAsync(Run run, ExecutionPlan plan, bool isFormer, CancellationToken cancellationToken)
    {
        await callbacks.RunAsync(new ExecutionRun
        {
            RunId = run.Id,
            Namespace = run.Record.Namespace,
            Job = run.Record.Job,
            Kubeconfig = settings.Kubeconfig,
            IsFormer = isFormer,
            Session = plan.Session,
        });
        return await new RunRelay(kind.Agent, callbacks, _log, time).FollowAsync(run, cancellationToken);
    }
}
