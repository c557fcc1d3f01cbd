namespace Podclip.Kubernetes.Resources.Batch;

/// <summary>A pod that runs to its end.</summary>
public sealed record Job : KubernetesObject
{
    public JobSpec? Spec { get; init; }

    public JobStatus? Status { get; init; }
}
