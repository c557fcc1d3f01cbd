namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Finalizers of a namespace.</summary>
public sealed record NamespaceSpec : ObjectPart
{
    public IReadOnlyList<string>? Finalizers { get; init; }
}
