namespace Podclip.Paperclip.Contract;

/// <summary>How an adapter's sessions are treated.</summary>
/// <param name="SupportsSessionResume">Whether a session can be resumed.</param>
/// <param name="NativeContextManagement">Whether the agent keeps its context small by itself: <c>confirmed</c>, <c>likely</c>, <c>unknown</c> or <c>none</c>.</param>
/// <param name="DefaultSessionCompaction">When a session is given up. The host reads it of its own types only (paperclip-server, 2026.916.1).</param>
public sealed record AdapterSessionManagement(bool SupportsSessionResume, string NativeContextManagement, SessionCompactionPolicy DefaultSessionCompaction);
