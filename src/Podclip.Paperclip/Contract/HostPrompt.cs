namespace Podclip.Paperclip.Contract;

/// <summary>The parts of a prompt that the host's own helpers write.</summary>
/// <param name="Wake">Why the agent was woken; empty when there is nothing to say.</param>
/// <param name="Task">The task's brief; empty when there is none.</param>
public sealed record HostPrompt(string? Wake, string? Task);
