namespace Podclip.LocalCluster.Nodes;

/// <summary>What part of a log is wanted, as asked of <c>pods/log</c> and checked by the API server.</summary>
internal sealed record PodLogQuery
{
    /// <summary>Stay until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>Put each line's time and a space in front of it.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Only lines from this time on, in whole seconds; from sinceTime or sinceSeconds.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only so many lines from the end; 0 gives none.</summary>
    public long? TailLines { get; init; }

    /// <summary>Stop after so many bytes, in the middle of a line if need be; also ends a followed log.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>The container's run before this one.</summary>
    public bool Previous { get; init; }
}
