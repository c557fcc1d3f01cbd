namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Containers that run together on one node.</summary>
public sealed record Pod : KubernetesObject
{
    public PodSpec? Spec { get; init; }

    public PodStatus? Status { get; init; }
}
