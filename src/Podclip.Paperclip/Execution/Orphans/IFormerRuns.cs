using Podclip.Engine;
using Podclip.Engine.Journal;

namespace Podclip.Paperclip.Execution.Orphans;

/// <summary>Knows which runs of this state directory nobody waits for any more. The seam to a daemon, which looks after runs whose caller is gone.</summary>
public interface IFormerRuns
{
    /// <summary>The record of a run that may be taken up.</summary>
    /// <param name="engine">Its engine.</param>
    /// <param name="runId">The engine's run.</param>
    /// <returns>The record; null for a run that somebody waits for.</returns>
    RunRecord? FindAbandoned(RunEngine engine, string runId);

    /// <summary>Runs of an agent's task that are over, Job and all, and whose result was never told.</summary>
    /// <param name="engine">Their engine.</param>
    /// <param name="current">The execution that asks.</param>
    /// <param name="agentId">Its agent.</param>
    /// <returns>The runs, in the form of their Jobs.</returns>
    IReadOnlyList<AgentJob> FindUntold(RunEngine engine, AgentJob current, string agentId);
}
