namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>How a run of a container ended.</summary>
/// <param name="ExitCode">As Kubernetes counts it: 128 + signal for a killed program, 128 for one that could not be started.</param>
/// <param name="Reason"><c>Completed</c>, <c>Error</c>, <c>StartError</c> or <c>OOMKilled</c>.</param>
/// <param name="Message">Why it could not be started; else null.</param>
/// <param name="StartedAt">When it started; null when it could not be.</param>
/// <param name="FinishedAt">When it ended.</param>
internal sealed record ContainerEnd(int ExitCode, string Reason, string? Message, DateTimeOffset? StartedAt, DateTimeOffset FinishedAt)
{
    /// <summary>Kubernetes' code for a program that could not be started.</summary>
    public const int StartErrorCode = 128;
}
