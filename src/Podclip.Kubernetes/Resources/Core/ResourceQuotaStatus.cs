namespace Podclip.Kubernetes.Resources.Core;

/// <summary>The amounts a quota enforces, and what is used of them.</summary>
public sealed record ResourceQuotaStatus : ObjectPart
{
    public IReadOnlyDictionary<string, string>? Hard { get; init; }

    public IReadOnlyDictionary<string, string>? Used { get; init; }
}
