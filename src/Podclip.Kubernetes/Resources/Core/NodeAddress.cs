namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One address of a node.</summary>
public sealed record NodeAddress : ObjectPart
{
    public string? Type { get; init; }

    public string? Address { get; init; }
}
