namespace Podclip.Kubernetes.Resources.Batch;

/// <summary>Matches a pod's condition.</summary>
public sealed record PodFailurePolicyOnPodCondition : ObjectPart
{
    public string? Type { get; init; }

    public string? Status { get; init; }
}
