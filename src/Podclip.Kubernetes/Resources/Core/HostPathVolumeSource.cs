namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A path of the node.</summary>
public sealed record HostPathVolumeSource : ObjectPart
{
    public string? Path { get; init; }

    public string? Type { get; init; }
}
