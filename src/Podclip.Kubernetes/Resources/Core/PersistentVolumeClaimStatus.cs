namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Whether a claim is bound.</summary>
public sealed record PersistentVolumeClaimStatus : ObjectPart
{
    public string? Phase { get; init; }

    public IReadOnlyList<string>? AccessModes { get; init; }

    public IReadOnlyDictionary<string, string>? Capacity { get; init; }
}
