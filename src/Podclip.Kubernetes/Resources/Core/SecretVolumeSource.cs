namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A Secret's keys as files.</summary>
public sealed record SecretVolumeSource : ObjectPart
{
    public string? SecretName { get; init; }

    public IReadOnlyList<KeyToPath>? Items { get; init; }

    public int? DefaultMode { get; init; }

    public bool? Optional { get; init; }
}
