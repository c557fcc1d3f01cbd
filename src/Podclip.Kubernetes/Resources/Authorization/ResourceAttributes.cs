namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>A verb on a resource. A subresource stands in a field of its own here, although a Role writes it <c>pods/log</c>.</summary>
public sealed record ResourceAttributes : ObjectPart
{
    public string? Namespace { get; init; }

    public string? Verb { get; init; }

    public string? Group { get; init; }

    public string? Resource { get; init; }

    public string? Subresource { get; init; }

    public string? Name { get; init; }
}
