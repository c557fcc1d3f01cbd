using Podclip.Engine.Journal;

namespace Podclip.Paperclip.Execution.Orphans;

/// <summary>What an execution does about Jobs of its agent that are still there.</summary>
public abstract record OrphanDecision
{
    private OrphanDecision()
    {
    }

    /// <summary>Nothing: there are none, or somebody looks after them and the run waits for its turn.</summary>
    public sealed record Proceed : OrphanDecision;

    /// <summary>The host asks for the same run a second time: the result is that of its Job.</summary>
    /// <param name="Run">The run.</param>
    public sealed record Rejoin(RunRecord Run) : OrphanDecision;

    /// <summary>The task's former run was left to itself: it is followed to its end, then the new prompt goes to its session.</summary>
    /// <param name="Run">The former run.</param>
    /// <param name="FormerRunId">The host's id of it.</param>
    public sealed record Reattach(RunRecord Run, string? FormerRunId) : OrphanDecision;

    /// <summary>Jobs of a TypeScript adapter go on: they are waited for.</summary>
    /// <param name="Jobs">Their names.</param>
    public sealed record Wait(IReadOnlyList<string> Jobs) : OrphanDecision;

    /// <summary>Neither may be taken up nor waited for.</summary>
    /// <param name="Code">The error code of the TypeScript adapters.</param>
    /// <param name="Message">The message.</param>
    /// <param name="Warning">The line for the run's log.</param>
    public sealed record Block(string Code, string Message, string Warning) : OrphanDecision;
}
