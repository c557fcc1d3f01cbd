namespace Podclip.Kubernetes.Resources.Meta;

/// <summary>What <c>/version</c> tells. Some providers write more than digits into the numbers, such as <c>32+</c>.</summary>
public sealed record ServerVersion : ObjectPart
{
    public string? Major { get; init; }

    public string? Minor { get; init; }

    public string? GitVersion { get; init; }
}
