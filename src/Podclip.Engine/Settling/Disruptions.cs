namespace Podclip.Engine.Settling;

/// <summary>What others did to a pod. An exit code of 143 or 137 is then only its consequence.</summary>
internal static class Disruptions
{
    private const string Again = "Run it again; its session can be resumed.";

    /// <summary>The failure it makes, or null when nobody touched the pod.</summary>
    public static RunFailure? Find(RunEvidence evidence) => evidence switch
    {
        { Disruption: { } disruption } => ByCondition(evidence, disruption),
        { JobReason: "DeadlineExceeded" } or { PodReason: "DeadlineExceeded" } => Infrastructure(
            ErrorCodes.DeadlineExceeded,
            $"Pod {evidence.Pod} was ended by its Job's deadline: {evidence.JobMessage ?? evidence.PodMessage}",
            "Podclip itself stops a run at its --timeout; the deadline is for runs that nobody drives. Keep podclip running, or go on with podclip attach."),
        { PodReason: "Preempting" or "Preempted" } => Preempted(evidence, evidence.PodReason, evidence.PodMessage),
        { PodReason: "NodeLost" or "NodeShutdown" or "NodeAffinity" or "Terminated" or "Shutdown" } => NodeLost(evidence, evidence.PodReason, evidence.PodMessage),
        { PodReason: { } reason, ExitCode: null } => Evicted(evidence, reason, evidence.PodMessage),
        { PodReason: "Evicted" } => Evicted(evidence, "Evicted", evidence.PodMessage),
        { JobGone: true } => Infrastructure(
            ErrorCodes.JobDeletedExternally,
            $"The Job of pod {evidence.Pod} was deleted by somebody else before the agent was done.",
            "Find out who deletes Jobs in this namespace, then run it again; its session can be resumed."),
        { PodDeleted: true } => Infrastructure(
            ErrorCodes.PodGone,
            $"Pod {evidence.Pod} was deleted by somebody else before the agent was done.",
            "Find out who deletes pods in this namespace, then run it again; its session can be resumed."),
        _ => null,
    };

    // The reasons are those of Kubernetes' DisruptionTarget condition.
    private static RunFailure ByCondition(RunEvidence evidence, PodCondition disruption) => disruption.Reason switch
    {
        "PreemptionByScheduler" => Preempted(evidence, disruption.Reason, disruption.Message),
        "DeletionByTaintManager" or "DeletionByPodGC" => NodeLost(evidence, disruption.Reason, disruption.Message),
        _ => Evicted(evidence, disruption.Reason, disruption.Message),
    };

    private static RunFailure Preempted(RunEvidence evidence, string? reason, string? words) => Infrastructure(
        ErrorCodes.PodPreempted,
        $"Pod {evidence.Pod} had to make room for a pod of higher priority ({reason}): {words}",
        $"{Again} Give the namespace more room, or the run a higher priority.");

    private static RunFailure NodeLost(RunEvidence evidence, string? reason, string? words) => Infrastructure(
        ErrorCodes.NodeLost,
        $"Pod {evidence.Pod} was lost with its node{(evidence.Node is null ? "" : $" {evidence.Node}")} ({reason}): {words}",
        Again);

    private static RunFailure Evicted(RunEvidence evidence, string? reason, string? words) => Infrastructure(
        ErrorCodes.PodEvicted,
        $"Pod {evidence.Pod} was evicted ({reason}): {words}",
        Again);

    private static RunFailure Infrastructure(string code, string message, string remedy) =>
        new(RunOutcome.InfrastructureFailed, code, message, remedy);
}
