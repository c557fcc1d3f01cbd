namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>Whom a binding gives its Role: a service account, a user or a group.</summary>
public sealed record Subject : ObjectPart
{
    public string? ApiGroup { get; init; }

    public string? Kind { get; init; }

    public string? Name { get; init; }

    public string? Namespace { get; init; }
}
