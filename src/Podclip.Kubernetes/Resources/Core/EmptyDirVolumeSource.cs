namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A directory that lives as long as its pod.</summary>
public sealed record EmptyDirVolumeSource : ObjectPart
{
    public string? Medium { get; init; }

    public string? SizeLimit { get; init; }
}
