namespace Podclip.Kubernetes.Logs;

/// <summary>
/// Where a reader of a log stands: the (time, hash) of every line of the last two seconds it has seen, in order. That is
/// enough to resume, since the server honours <c>sinceTime</c> to the whole second only.
/// </summary>
/// <param name="Tail">The lines, oldest first; empty at the beginning of a log.</param>
public sealed record LogPosition(IReadOnlyList<LogMark> Tail)
{
    /// <summary>The beginning of a log.</summary>
    public static LogPosition Start { get; } = new([]);
}
