using Podclip.Engine;
using Podclip.Engine.Journal;

namespace Podclip.Paperclip.Execution.Orphans;

/// <summary>What a single command can know: a run is abandoned when no process drives it.</summary>
public sealed class AbandonedRuns : IFormerRuns
{
    /// <inheritdoc />
    public RunRecord? FindAbandoned(RunEngine engine, string runId) => engine.FindAbandoned(runId);

    /// <inheritdoc />
    public IReadOnlyList<AgentJob> FindUntold(RunEngine engine, AgentJob current, string agentId) => [];
}
