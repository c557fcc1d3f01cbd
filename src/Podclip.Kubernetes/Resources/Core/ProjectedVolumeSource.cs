namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Several sources in one directory.</summary>
public sealed record ProjectedVolumeSource : ObjectPart
{
    public IReadOnlyList<VolumeProjection>? Sources { get; init; }

    public int? DefaultMode { get; init; }
}
