using Podclip.Agents.Transcripts;
using Podclip.Engine.Settling;

namespace Podclip.Engine;

/// <summary>Settles a run of which nothing is left but its output and its exit code, by the rules for every run.</summary>
public static class PastRun
{
    /// <summary>What such a run came to.</summary>
    /// <param name="agent">The kind of agent.</param>
    /// <param name="evidence">What its output proves.</param>
    /// <param name="exitCode">The agent's exit code; null when nobody knows it, and then nobody knows the outcome.</param>
    /// <param name="time">The time of start and end, as neither is known.</param>
    /// <returns>The result. It names no object of a cluster.</returns>
    public static RunResult Settle(string agent, AgentEvidence evidence, int? exitCode, DateTimeOffset time)
    {
        var known = new RunEvidence { MarkerExitCode = exitCode, Agent = evidence };
        return Results.Compose(known, Verdict.Decide(known), new RunResult
        {
            RunId = "",
            Agent = agent,
            Outcome = RunOutcome.Unknown,
            Namespace = "",
            StartedAt = time,
            FinishedAt = time,
        });
    }
}
