using Podclip.Engine.Observing;
using Podclip.Engine.Settling;

namespace Podclip.Engine.Driving;

/// <summary>Says why a container did not start.</summary>
internal static class StartFailures
{
    /// <summary>The Job was gone before its agent ran.</summary>
    public static RunFailure NeverStarted(string job) => new(
        RunOutcome.InfrastructureFailed,
        ErrorCodes.JobDeletedExternally,
        $"Job {job} was deleted by somebody else before the agent started.",
        "Find out who deletes Jobs in this namespace, then run it again.");

    /// <summary>The launching process was gone before it created anything that runs.</summary>
    public static RunFailure NeverLaunched { get; } = new(
        RunOutcome.InfrastructureFailed,
        ErrorCodes.LaunchInterrupted,
        "The process that was to launch the run ended before it had created a Job; nothing ran.",
        "Run it again.");

    /// <summary>What kept the container from starting for too long.</summary>
    public static RunFailure Of(StartTrouble trouble) =>
        new(RunOutcome.InfrastructureFailed, trouble.Code, trouble.Message, trouble.Remedy);

    /// <summary>The time to start was over.</summary>
    /// <param name="pod">The pod, if there ever was one.</param>
    /// <param name="job">The Job.</param>
    /// <param name="limit">The time there was.</param>
    /// <param name="trouble">What was wrong at the end, if it is known.</param>
    /// <param name="lastWarning">The last warning about pod or Job, or null.</param>
    public static RunFailure TimedOut(Pod? pod, string job, TimeSpan limit, StartTrouble? trouble, string? lastWarning)
    {
        var what = pod is null ? $"Job {job} made no pod" : $"Pod {pod.Metadata.Name} did not start";
        var said = trouble?.Message ?? (lastWarning is null ? null : $"The cluster said: {lastWarning}");
        var detail = pod is null || trouble is not null ? "" : $" ({PodPhases.Describe(pod).Detail})";
        return new RunFailure(
            RunOutcome.InfrastructureFailed,
            trouble?.Code ?? ErrorCodes.PodScheduleFailed,
            FormattableString.Invariant($"{what} within {limit.TotalSeconds:0.###} s{detail}.{(said is null ? "" : $" {said}")}"),
            trouble?.Remedy ?? "Mend what it waits for, or give it more time with --start-timeout.");
    }
}
