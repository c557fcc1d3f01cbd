namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One condition of a pod (<c>PodScheduled</c>, <c>Initialized</c>, <c>Ready</c>, <c>DisruptionTarget</c>, …).</summary>
public sealed record PodCondition : ObjectPart
{
    public string? Type { get; init; }

    public string? Status { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public DateTimeOffset? LastProbeTime { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }
}
