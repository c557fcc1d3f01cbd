namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One field of the pod as a file.</summary>
public sealed record DownwardApiVolumeFile : ObjectPart
{
    public string? Path { get; init; }

    public ObjectFieldSelector? FieldRef { get; init; }

    public ResourceFieldSelector? ResourceFieldRef { get; init; }

    public int? Mode { get; init; }
}
