namespace Podclip.Paperclip.AdapterUtils;

/// <summary>A command could not be started.</summary>
/// <param name="message">Which, where, and why.</param>
public sealed class ChildProcessException(string message) : Exception(message);
