namespace Podclip.Kubernetes.Resources.Meta;

/// <summary>What a <see cref="Status"/> is about.</summary>
public sealed record StatusDetails : ObjectPart
{
    public string? Name { get; init; }

    public string? Group { get; init; }

    public string? Kind { get; init; }

    public string? Uid { get; init; }

    public IReadOnlyList<StatusCause>? Causes { get; init; }

    public int? RetryAfterSeconds { get; init; }
}
