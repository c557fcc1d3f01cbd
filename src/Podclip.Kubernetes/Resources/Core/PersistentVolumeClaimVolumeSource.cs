namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A claim in the pod's namespace.</summary>
public sealed record PersistentVolumeClaimVolumeSource : ObjectPart
{
    public string? ClaimName { get; init; }

    public bool? ReadOnly { get; init; }
}
