namespace Podclip.Kubernetes.Resources.Meta;

/// <summary>Names the object whose deletion also deletes the one that carries it (garbage collection by <c>uid</c>).</summary>
public sealed record OwnerReference : ObjectPart
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public string? Name { get; init; }

    public string? Uid { get; init; }

    public bool? Controller { get; init; }

    public bool? BlockOwnerDeletion { get; init; }
}
