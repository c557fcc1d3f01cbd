namespace Podclip.Kubernetes.Logs;

/// <summary>The bounds a <see cref="LogFollower"/> works within.</summary>
public sealed record LogFollowerOptions
{
    /// <summary>
    /// The longest line in one piece. A longer one is handed out in pieces of this size, all but the last with
    /// <see cref="LogLine.IsPartial"/>. A reader that resumes must use the size it began with.
    /// </summary>
    /// <value>16 MiB; at least 1 KiB.</value>
    public int MaxLineBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long a log that cannot be read is tried again once its container has ended.</summary>
    /// <value>60 s.</value>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(60);
}
