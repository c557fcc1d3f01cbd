namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Fields of the pod as files in a projected volume.</summary>
public sealed record DownwardApiProjection : ObjectPart
{
    public IReadOnlyList<DownwardApiVolumeFile>? Items { get; init; }
}
