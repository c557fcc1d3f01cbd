namespace Podclip.Kubernetes.Logs;

/// <summary>A line, or a piece of one, as it lies in the buffer.</summary>
/// <param name="Stamp">Its time as written; empty when it has none.</param>
/// <param name="Time">Its time.</param>
/// <param name="Content">What follows the time and one blank.</param>
/// <param name="IsPartial">Whether no line end followed.</param>
internal readonly record struct RawLogLine(ReadOnlyMemory<byte> Stamp, DateTimeOffset Time, ReadOnlyMemory<byte> Content, bool IsPartial);
