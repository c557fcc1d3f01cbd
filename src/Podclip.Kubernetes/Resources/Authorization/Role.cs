namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>What may be done in a namespace (<c>rbac.authorization.k8s.io/v1</c>).</summary>
public sealed record Role : KubernetesObject
{
    public IReadOnlyList<PolicyRule>? Rules { get; init; }
}
