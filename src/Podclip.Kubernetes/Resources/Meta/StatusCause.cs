namespace Podclip.Kubernetes.Resources.Meta;

/// <summary>One of the problems that made the server refuse an object.</summary>
public sealed record StatusCause : ObjectPart
{
    public string? Reason { get; init; }

    public string? Message { get; init; }

    public string? Field { get; init; }
}
