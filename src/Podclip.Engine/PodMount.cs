namespace Podclip.Engine;

/// <summary>Something of the cluster that a run's container sees at a path.</summary>
public abstract record PodMount
{
    private PodMount()
    {
    }

    /// <summary>Where the container sees it.</summary>
    public required string Path { get; init; }

    /// <summary>A PersistentVolumeClaim, which must exist.</summary>
    /// <param name="Name">The claim.</param>
    public sealed record Claim(string Name) : PodMount;

    /// <summary>A folder of the node, at its own path. Pod Security "restricted" does not admit it.</summary>
    public sealed record Node : PodMount;

    /// <summary>A Secret's keys as files, read-only; nothing if there is no such Secret.</summary>
    /// <param name="Name">The Secret.</param>
    /// <param name="DefaultMode">The files' mode, or null for the cluster's default.</param>
    public sealed record Secret(string Name, int? DefaultMode) : PodMount;
}
