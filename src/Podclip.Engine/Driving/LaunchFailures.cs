using Podclip.Engine.Admission;
using Podclip.Engine.Journal;
using Podclip.Engine.Launching;
using Podclip.Engine.Settling;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Driving;

/// <summary>Says why a run could not be launched.</summary>
internal static class LaunchFailures
{
    /// <summary>Another run holds the agent's name.</summary>
    public static RunFailure Busy(GuardHolder holder, RunRecord record)
    {
        var since = holder.Since is { } created ? $" since {created.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z" : "";
        var run = holder.RunId is null ? "" : $" (run {holder.RunId})";
        var fact = $"Job {holder.Job}{run} holds agent {record.AgentName}{since}.";
        var remedy = holder.RunId is null ? "Wait for it to end." : $"Wait for it to end, or look at it: podclip attach {holder.RunId}";
        return record.QueueTimeout > TimeSpan.Zero
            ? new RunFailure(
                RunOutcome.AgentBusy,
                ErrorCodes.QueueTimeout,
                FormattableString.Invariant($"Waited {record.QueueTimeout.TotalSeconds:0.###} s in vain: {fact}"),
                $"{remedy} Wait longer with --queue-timeout.")
            : new RunFailure(RunOutcome.AgentBusy, ErrorCodes.AgentBusy, $"Concurrent run blocked: {fact}", remedy);
    }

    /// <summary>The cluster refused, or could not be reached.</summary>
    public static RunFailure Describe(KubernetesException e) => e switch
    {
        { IsForbidden: true } when e.Message.Contains("exceeded quota", StringComparison.Ordinal) => new RunFailure(
            RunOutcome.InfrastructureFailed,
            ErrorCodes.QuotaExceeded,
            e.Message,
            "Wait for other runs to end, or raise the namespace's ResourceQuota."),
        { IsForbidden: true } when e.Message.Contains("violates PodSecurity", StringComparison.Ordinal) => new RunFailure(
            RunOutcome.InfrastructureFailed,
            ErrorCodes.PodSecurityRefused,
            e.Message,
            "Run in a namespace that admits the pod."),
        { IsForbidden: true } => new RunFailure(
            RunOutcome.ClusterUnavailable,
            ErrorCodes.Forbidden,
            e.Message,
            MissingVerb.Remedy(e.Message)),
        { StatusCode: 401 } or { LacksCredential: true } => new RunFailure(
            RunOutcome.ClusterUnavailable,
            ErrorCodes.Unauthorized,
            e.Message,
            "Log in again, or choose other credentials with --kubeconfig and --context."),
        { StatusCode: null } or { IsTransient: true } => new RunFailure(
            RunOutcome.ClusterUnavailable,
            ErrorCodes.ClusterUnreachable,
            e.Message,
            "Check the address and that the cluster is up; for the embedded one: podclip cluster status."),
        _ => new RunFailure(RunOutcome.InfrastructureFailed, ErrorCodes.JobCreateFailed, e.Message),
    };
}
