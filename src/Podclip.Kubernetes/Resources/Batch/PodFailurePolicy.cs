namespace Podclip.Kubernetes.Resources.Batch;

/// <summary>Rules that end a Job by a pod's failure.</summary>
public sealed record PodFailurePolicy : ObjectPart
{
    public IReadOnlyList<PodFailurePolicyRule>? Rules { get; init; }
}
