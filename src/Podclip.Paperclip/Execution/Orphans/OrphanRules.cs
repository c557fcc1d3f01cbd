namespace Podclip.Paperclip.Execution.Orphans;

/// <summary>
/// Decides about Jobs that an earlier server left running, newest first. Pure. Only a Job that nobody follows is an orphan:
/// <list type="table">
/// <item><term>the same run</term><description>rejoin</description></item>
/// <item><term>reattachOrphanedJobs is off</term><description><c>k8s_concurrent_run_blocked</c></description></item>
/// <item><term>its task or ours is not known</term><description><c>k8s_orphan_task_unknown</c></description></item>
/// <item><term>another task</term><description>wait for its end, in the queue</description></item>
/// <item><term>the same task, two different sessions</term><description><c>k8s_orphan_session_mismatch</c></description></item>
/// <item><term>the same task</term><description>reattach; a TypeScript adapter's Job is waited for instead</description></item>
/// </list>
/// </summary>
public static class OrphanRules
{
    /// <summary>Decides.</summary>
    /// <param name="jobs">The agent's Jobs that have not ended.</param>
    /// <param name="current">This execution, as its own Job would be labelled.</param>
    /// <param name="reattaches">The configuration's <c>reattachOrphanedJobs</c>.</param>
    /// <returns>What to do.</returns>
    public static OrphanDecision Decide(IEnumerable<AgentJob> jobs, AgentJob current, bool reattaches)
    {
        var orphans = jobs.Where(job => job.IsLegacy || job.Abandoned is not null).OrderByDescending(job => job.CreatedAt).ToList();
        if (orphans.Find(job => job.RunId is not null && job.RunId == current.RunId && job.Abandoned is not null)?.Abandoned is { } same)
        {
            return new OrphanDecision.Rejoin(same);
        }

        if (orphans.Count > 0 && !reattaches)
        {
            return new OrphanDecision.Block(
                "k8s_concurrent_run_blocked",
                "Concurrent run blocked: orphaned Job(s) still running for this agent (reattach disabled)",
                $"Concurrent run blocked: orphaned Job(s) running and reattach disabled: {string.Join(", ", orphans.Select(job => job.Name))}");
        }

        OrphanDecision decision = new OrphanDecision.Proceed();
        foreach (var orphan in orphans)
        {
            switch (Classify(orphan, current))
            {
                case OrphanDecision.Block block:
                    return block;
                case OrphanDecision.Reattach reattach when decision is not OrphanDecision.Reattach:
                    decision = reattach;
                    break;
                case OrphanDecision.Wait when decision is OrphanDecision.Proceed:
                    decision = new OrphanDecision.Wait([.. orphans.Where(job => job.IsLegacy).Select(job => job.Name)]);
                    break;
                default:
                    break;
            }
        }

        return decision;
    }

    private static OrphanDecision Classify(AgentJob orphan, AgentJob current)
    {
        if (orphan.TaskId is null || current.TaskId is null)
        {
            return new OrphanDecision.Block(
                "k8s_orphan_task_unknown",
                $"Concurrent run blocked: orphaned Job {orphan.Name} has unknown task context",
                $"Blocked: orphaned Job {orphan.Name} has missing task label — cannot safely reattach");
        }

        if (orphan.TaskId == current.TaskId && orphan.SessionId is not null && current.SessionId is not null && orphan.SessionId != current.SessionId)
        {
            return new OrphanDecision.Block(
                "k8s_orphan_session_mismatch",
                $"Concurrent run blocked: orphaned Job {orphan.Name} has a mismatched session",
                $"Blocked: orphaned Job {orphan.Name} has a different session");
        }

        return orphan.IsLegacy ? new OrphanDecision.Wait([orphan.Name])
            : orphan.TaskId == current.TaskId ? new OrphanDecision.Reattach(orphan.Abandoned!, orphan.RunId)
            : new OrphanDecision.Proceed();
    }
}
