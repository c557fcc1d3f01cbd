using Podclip.LocalCluster.Kubelet.Supervision;

namespace Podclip.LocalCluster.Kubelet.Logs;

/// <summary>One entry of a container's log file. Its bytes are good until the next one is read.</summary>
/// <param name="Offset">Where in the file it begins.</param>
/// <param name="Stream">Which output it came from.</param>
/// <param name="IsWhole">Whether a line ends with it.</param>
/// <param name="Time">Its time, as written.</param>
/// <param name="Content">Its text.</param>
internal readonly record struct LogEntry(long Offset, LogStream Stream, bool IsWhole, ReadOnlyMemory<byte> Time, ReadOnlyMemory<byte> Content);
