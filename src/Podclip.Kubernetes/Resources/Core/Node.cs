namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A machine that runs pods.</summary>
public sealed record Node : KubernetesObject
{
    public NodeSpec? Spec { get; init; }

    public NodeStatus? Status { get; init; }
}
