namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One key of a ConfigMap.</summary>
public sealed record ConfigMapKeySelector : ObjectPart
{
    public string? Name { get; init; }

    public string? Key { get; init; }

    public bool? Optional { get; init; }
}
