namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A claim on storage that outlives pods.</summary>
public sealed record PersistentVolumeClaim : KubernetesObject
{
    public PersistentVolumeClaimSpec? Spec { get; init; }

    public PersistentVolumeClaimStatus? Status { get; init; }
}
