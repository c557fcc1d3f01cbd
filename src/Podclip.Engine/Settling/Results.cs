namespace Podclip.Engine.Settling;

/// <summary>Puts together what a run came to.</summary>
internal static class Results
{
    /// <summary>The result.</summary>
    /// <param name="evidence">What is known of the run.</param>
    /// <param name="failure">The verdict; null for success.</param>
    /// <param name="run">What is known of the run beside that: its names and times.</param>
    public static RunResult Compose(RunEvidence evidence, RunFailure? failure, RunResult run) => run with
    {
        Outcome = failure?.Outcome ?? RunOutcome.Succeeded,
        ErrorCode = failure?.Code,
        ErrorMessage = failure?.Message,
        Remedy = failure?.Remedy,
        ExitCode = evidence.ExitCode,
        SessionId = evidence.Agent.SessionId,
        Model = evidence.Agent.Model,
        Summary = evidence.Agent.Summary,
        Usage = evidence.Agent.Usage,
        CostUsd = evidence.Agent.CostUsd,
        ResultEvent = evidence.Agent.ResultEvent,
        Evidence = evidence.ToReport(),
    };
}
