namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A room for names.</summary>
public sealed record Namespace : KubernetesObject
{
    public NamespaceSpec? Spec { get; init; }

    public NamespaceStatus? Status { get; init; }
}
