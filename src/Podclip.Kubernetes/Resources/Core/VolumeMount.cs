namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Where a container sees a volume.</summary>
public sealed record VolumeMount : ObjectPart
{
    public string? Name { get; init; }

    public string? MountPath { get; init; }

    public string? SubPath { get; init; }

    public bool? ReadOnly { get; init; }
}
