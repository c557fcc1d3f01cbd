namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Whether a namespace is active.</summary>
public sealed record NamespaceStatus : ObjectPart
{
    public string? Phase { get; init; }
}
