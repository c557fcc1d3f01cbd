namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One volume of a pod; exactly one source is set.</summary>
public sealed record Volume : ObjectPart
{
    public string? Name { get; init; }

    public EmptyDirVolumeSource? EmptyDir { get; init; }

    public HostPathVolumeSource? HostPath { get; init; }

    public PersistentVolumeClaimVolumeSource? PersistentVolumeClaim { get; init; }

    public SecretVolumeSource? Secret { get; init; }

    public ConfigMapVolumeSource? ConfigMap { get; init; }

    public ProjectedVolumeSource? Projected { get; init; }
}
