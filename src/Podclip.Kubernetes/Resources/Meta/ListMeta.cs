namespace Podclip.Kubernetes.Resources.Meta;

/// <summary>Position of a list: its version and the token of the next page.</summary>
public sealed record ListMeta : ObjectPart
{
    public string? ResourceVersion { get; init; }

    public string? Continue { get; init; }

    public long? RemainingItemCount { get; init; }
}
