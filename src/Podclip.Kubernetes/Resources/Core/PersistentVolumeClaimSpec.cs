namespace Podclip.Kubernetes.Resources.Core;

/// <summary>The storage a claim asks for.</summary>
public sealed record PersistentVolumeClaimSpec : ObjectPart
{
    public IReadOnlyList<string>? AccessModes { get; init; }

    public ResourceRequirements? Resources { get; init; }

    public string? StorageClassName { get; init; }

    public string? VolumeName { get; init; }

    public string? VolumeMode { get; init; }
}
