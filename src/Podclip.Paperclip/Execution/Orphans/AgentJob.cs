using Podclip.Engine.Journal;

namespace Podclip.Paperclip.Execution.Orphans;

/// <summary>A Job of the agent that has not ended.</summary>
/// <param name="Name">The Job.</param>
/// <param name="RunId">The host's run, as its label has it; null when it has none.</param>
/// <param name="TaskId">The task.</param>
/// <param name="SessionId">The session that it resumed.</param>
/// <param name="CreatedAt">When it was created, by the server's clock.</param>
public sealed record AgentJob(string Name, string? RunId, string? TaskId, string? SessionId, DateTimeOffset CreatedAt)
{
    /// <summary>Whether it was made by a TypeScript adapter: nobody follows it, and nothing of it can be taken up.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>The run of this state directory whose Job it is, if no process follows it any more; null for a run that is looked after.</summary>
    public RunRecord? Abandoned { get; init; }
}
