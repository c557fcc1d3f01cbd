using Podclip.Agents.Transcripts;

namespace Podclip.Engine.Settling;

/// <summary>All that is known of a run when it is settled; the verdict is a function of this alone.</summary>
internal sealed record RunEvidence
{
    /// <summary>Whether and why it was told to stop.</summary>
    public StopReason Stop { get; init; }

    /// <summary>Why its container never ran, if it never did.</summary>
    public RunFailure? StartFailure { get; init; }

    /// <summary>Why the cluster was given up on, with the agent perhaps still at work; null while it could be asked.</summary>
    public RunFailure? OutOfTouch { get; init; }

    /// <summary>The agent's exit code as its container's last line told it.</summary>
    public int? MarkerExitCode { get; init; }

    /// <summary>How the container ended, as the kubelet told it.</summary>
    public ContainerStateTerminated? Terminated { get; init; }

    /// <summary>The init container that failed, or null.</summary>
    public ContainerStatus? FailedInit { get; init; }

    /// <summary>The pod's own reason and message, such as Evicted.</summary>
    public string? PodReason { get; init; }

    /// <summary>What the pod's reason means in words.</summary>
    public string? PodMessage { get; init; }

    /// <summary>The reason of the Job's own failure, such as DeadlineExceeded, or null.</summary>
    public string? JobReason { get; init; }

    /// <summary>What it means in words.</summary>
    public string? JobMessage { get; init; }

    /// <summary>The condition that announced a disruption (preemption, eviction, a lost node), or null.</summary>
    public PodCondition? Disruption { get; init; }

    /// <summary>Whether somebody else deleted the pod.</summary>
    public bool PodDeleted { get; init; }

    /// <summary>Whether the Job vanished, deleted by somebody else.</summary>
    public bool JobGone { get; init; }

    /// <summary>Whether the pod was asked to stop and is still there: nobody may say that its agent has ended.</summary>
    public bool IsStillStopping { get; init; }

    /// <summary>Why the log could not be read, if the server refused it.</summary>
    public string? LogRefusal { get; init; }

    /// <summary>Whether output may be missing.</summary>
    public bool HasGap { get; init; }

    /// <summary>What the agent's output proves.</summary>
    public AgentEvidence Agent { get; init; } = AgentEvidence.None;

    /// <summary>The pod, for messages.</summary>
    public string? Pod { get; init; }

    /// <summary>The pod's node, for messages.</summary>
    public string? Node { get; init; }

    /// <summary>The time limit, for messages.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long the agent was waited for in vain, for messages.</summary>
    public TimeSpan? Silence { get; init; }

    /// <summary>The cluster's last warnings about Job and pod.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The exit code by the container's status; null for one that the node made up because it had lost the container.</summary>
    public int? StatusExitCode => Terminated is { Reason: not "ContainerStatusUnknown" } seen ? seen.ExitCode : null;

    /// <summary>The agent's own exit code, by whoever told it.</summary>
    public int? ExitCode => MarkerExitCode ?? StatusExitCode;

    /// <summary>What goes into the result.</summary>
    public EndEvidence ToReport() => new()
    {
        MarkerExitCode = MarkerExitCode,
        ContainerExitCode = Terminated?.ExitCode,
        ContainerReason = Terminated?.Reason,
        ContainerMessage = Terminated?.Message,
        PodReason = PodReason,
        PodMessage = PodMessage,
        JobReason = JobReason,
        JobMessage = JobMessage,
        Disruption = Disruption?.Reason,
        PodDeleted = PodDeleted,
        JobDeleted = JobGone,
        OutputMissing = HasGap,
        Stopped = Stop switch
        {
            StopReason.None => null,
            StopReason.Cancel => "cancel",
            StopReason.Timeout => "timeout",
            StopReason.Lingering => "lingering",
            StopReason.Silent => "silent",
            StopReason.Looping => "looping",
            _ => throw new InvalidOperationException($"Unknown stop reason {Stop}."),
        },
        Agent = new AgentEnd
        {
            HasStarted = Agent.HasStarted,
            HasAnswered = Agent.HasAnswered,
            HasEnded = Agent.HasEnded,
            ErrorKind = Agent.ErrorKind,
            RetryKind = Agent.RetryKind,
            RetryNotBefore = Agent.RetryNotBefore,
            Complaint = Agent.Diagnostics is [var first, ..] ? first : null,
        },
        Warnings = Warnings,
    };
}
