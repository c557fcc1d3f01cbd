namespace Podclip.Kubernetes.Resources.Core;

/// <summary>The amounts a quota allows, and to which pods it applies.</summary>
public sealed record ResourceQuotaSpec : ObjectPart
{
    public IReadOnlyDictionary<string, string>? Hard { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }
}
