namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One condition of a node.</summary>
public sealed record NodeCondition : ObjectPart
{
    public string? Type { get; init; }

    public string? Status { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public DateTimeOffset? LastHeartbeatTime { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }
}
