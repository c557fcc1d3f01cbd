namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A ConfigMap's keys in a projected volume.</summary>
public sealed record ConfigMapProjection : ObjectPart
{
    public string? Name { get; init; }

    public IReadOnlyList<KeyToPath>? Items { get; init; }

    public bool? Optional { get; init; }
}
