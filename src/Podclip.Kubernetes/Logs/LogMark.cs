namespace Podclip.Kubernetes.Logs;

/// <summary>Identifies one line already seen.</summary>
/// <param name="RawTimestamp">Its time exactly as the server wrote it.</param>
/// <param name="Hash">Its content's hash.</param>
public readonly record struct LogMark(string RawTimestamp, ulong Hash);
