namespace Podclip.LocalCluster.Controllers.Jobs;

/// <summary>How a Job is going to end.</summary>
/// <param name="IsSuccess">Whether well.</param>
/// <param name="Reason">The conditions' reason.</param>
/// <param name="Message">The conditions' message.</param>
internal sealed record JobEnding(bool IsSuccess, string Reason, string Message)
{
    /// <summary>Enough pods succeeded.</summary>
    public static JobEnding CompletionsReached { get; } = new(true, "CompletionsReached", "Reached expected number of succeeded pods");

    /// <summary>Too many pods failed.</summary>
    public static JobEnding BackoffLimitExceeded { get; } = new(false, "BackoffLimitExceeded", "Job has reached the specified backoff limit");

    /// <summary>It took too long.</summary>
    public static JobEnding DeadlineExceeded { get; } = new(false, "DeadlineExceeded", "Job was active longer than specified deadline");

    /// <summary>The condition that says it first, while pods may still run.</summary>
    public string FirstCondition => IsSuccess ? JobConditions.SuccessCriteriaMet : JobConditions.FailureTarget;

    /// <summary>The condition that says it is over.</summary>
    public string LastCondition => IsSuccess ? JobConditions.Complete : JobConditions.Failed;
}
