namespace Podclip.Paperclip.AdapterUtils;

/// <summary>When a command has said its last word, and how long it may stay after it.</summary>
/// <param name="HasTerminalResult">Whether the last word is in this output (standard output, standard error); asked again with what was added.</param>
public sealed record TerminalResultCleanup(Func<string, string, bool> HasTerminalResult)
{
    /// <summary>How long the command may stay.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
