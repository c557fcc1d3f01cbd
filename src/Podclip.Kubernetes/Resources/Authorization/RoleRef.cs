namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>The Role that a binding gives.</summary>
public sealed record RoleRef : ObjectPart
{
    public string? ApiGroup { get; init; }

    public string? Kind { get; init; }

    public string? Name { get; init; }
}
