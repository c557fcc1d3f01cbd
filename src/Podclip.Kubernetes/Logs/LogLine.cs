namespace Podclip.Kubernetes.Logs;

/// <summary>One line of a container's log.</summary>
/// <param name="Timestamp">The runtime's own time of the line's end; nanoseconds beyond 100 are cut.</param>
/// <param name="RawTimestamp">The time exactly as the server wrote it.</param>
/// <param name="Bytes">The line without its end; any bytes at all. Valid until the next batch is asked for.</param>
/// <param name="IsPartial">
/// Whether no line end followed: the container's last words, or a piece of a line longer than
/// <see cref="LogFollowerOptions.MaxLineBytes"/> that the next line with the same time continues.
/// </param>
/// <param name="Hash">Identifies the content when a stream is resumed.</param>
public readonly record struct LogLine(DateTimeOffset Timestamp, string RawTimestamp, ReadOnlyMemory<byte> Bytes, bool IsPartial, ulong Hash);
