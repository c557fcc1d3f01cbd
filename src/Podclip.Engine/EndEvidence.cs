namespace Podclip.Engine;

/// <summary>What was seen of a run's end, as the cluster, the container and the agent told it: what the verdict was formed from.</summary>
public sealed record EndEvidence
{
    /// <summary>The agent's exit code as its container's last line told it; null when that line never came.</summary>
    public int? MarkerExitCode { get; init; }

    /// <summary>The container's exit code by its status; null when nobody saw it end.</summary>
    public int? ContainerExitCode { get; init; }

    /// <summary>The container's reason: <c>Completed</c>, <c>Error</c>, <c>OOMKilled</c>, <c>StartError</c>, …</summary>
    public string? ContainerReason { get; init; }

    /// <summary>The runtime's words on the container's end.</summary>
    public string? ContainerMessage { get; init; }

    /// <summary>The pod's own reason, such as <c>Evicted</c> or <c>DeadlineExceeded</c>.</summary>
    public string? PodReason { get; init; }

    /// <summary>The cluster's words on it.</summary>
    public string? PodMessage { get; init; }

    /// <summary>The reason of the Job's own failure, such as <c>DeadlineExceeded</c>.</summary>
    public string? JobReason { get; init; }

    /// <summary>The Job controller's words on it.</summary>
    public string? JobMessage { get; init; }

    /// <summary>The reason of the pod's <c>DisruptionTarget</c> condition, such as <c>PreemptionByScheduler</c>.</summary>
    public string? Disruption { get; init; }

    /// <summary>Whether somebody else deleted the pod.</summary>
    public bool PodDeleted { get; init; }

    /// <summary>Whether somebody else deleted the Job.</summary>
    public bool JobDeleted { get; init; }

    /// <summary>Whether output may be missing; the transcript says where.</summary>
    public bool OutputMissing { get; init; }

    /// <summary>Why the agent was told to stop: <c>cancel</c>, <c>timeout</c>, <c>lingering</c>, <c>silent</c>; null when it was not.</summary>
    public string? Stopped { get; init; }

    /// <summary>What the agent's own output tells of it.</summary>
    public AgentEnd Agent { get; init; } = new();

    /// <summary>The cluster's last warnings about Job and pod, oldest first.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
