namespace Podclip.Kubernetes.Logs;

/// <summary>What one read of a log brought.</summary>
/// <param name="Count">How many bytes; none at a clean end.</param>
/// <param name="Failure">Why the stream is broken, or null.</param>
internal readonly record struct LogReading(int Count, string? Failure = null);
