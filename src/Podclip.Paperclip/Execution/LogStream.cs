namespace Podclip.Paperclip.Execution;

/// <summary>Where a line is shown.</summary>
public enum LogStream
{
    /// <summary>Standard output.</summary>
    Stdout,

    /// <summary>Standard error: warnings and failures.</summary>
    Stderr,
}
