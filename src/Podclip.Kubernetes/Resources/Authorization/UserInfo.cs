namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>Somebody as the server knows them.</summary>
public sealed record UserInfo : ObjectPart
{
    public string? Username { get; init; }

    public string? Uid { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }
}
