namespace Podclip.Kubernetes.Client;

/// <summary>What to read of a container's log.</summary>
public sealed record PodLogOptions
{
    /// <summary>The container; null is right only for a pod with one container.</summary>
    public string? Container { get; init; }

    /// <summary>Whether to stay until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>Whether each line begins with its RFC 3339 time and a blank.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Lines from this instant on. The server honours whole seconds only.</summary>
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>Only the last so many lines.</summary>
    public int? TailLines { get; init; }

    /// <summary>At most so many bytes; the last line may be cut.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Whether to read the previous, terminated container.</summary>
    public bool Previous { get; init; }
}
