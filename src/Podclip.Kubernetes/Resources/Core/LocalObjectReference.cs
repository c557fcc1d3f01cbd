namespace Podclip.Kubernetes.Resources.Core;

/// <summary>An object of the same namespace, by name.</summary>
public sealed record LocalObjectReference : ObjectPart
{
    public string? Name { get; init; }
}
