namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>Gives a Role to somebody, in the binding's namespace (<c>rbac.authorization.k8s.io/v1</c>).</summary>
public sealed record RoleBinding : KubernetesObject
{
    public RoleRef? RoleRef { get; init; }

    public IReadOnlyList<Subject>? Subjects { get; init; }
}
