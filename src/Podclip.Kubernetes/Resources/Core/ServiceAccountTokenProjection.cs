namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A service account's token in a projected volume.</summary>
public sealed record ServiceAccountTokenProjection : ObjectPart
{
    public string? Audience { get; init; }

    public long? ExpirationSeconds { get; init; }

    public string? Path { get; init; }
}
