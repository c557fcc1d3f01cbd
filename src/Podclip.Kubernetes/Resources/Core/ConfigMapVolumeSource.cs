namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A ConfigMap's keys as files.</summary>
public sealed record ConfigMapVolumeSource : ObjectPart
{
    public string? Name { get; init; }

    public IReadOnlyList<KeyToPath>? Items { get; init; }

    public int? DefaultMode { get; init; }

    public bool? Optional { get; init; }
}
