namespace Podclip.Paperclip.AdapterUtils;

/// <summary>A command to run on this machine, as an adapter of the host runs one.</summary>
public sealed record ChildProcessRequest
{
    /// <summary>The run it belongs to; named in what <see cref="OnLogError"/> is told.</summary>
    public required string RunId { get; init; }

    /// <summary>The command: a path, or a name looked for in the PATH of its environment. No shell reads it.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Where it runs.</summary>
    public required string Cwd { get; init; }

    /// <summary>Variables laid over what it inherits.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What it may inherit; null for this process's own environment.</summary>
    public IReadOnlyDictionary<string, string>? Inherited { get; init; }

    /// <summary>What its standard input gives, with end of file after it; null for none.</summary>
    public string? StandardInput { get; init; }

    /// <summary>Seconds it may run; 0 for no limit.</summary>
    public double TimeoutSec { get; init; }

    /// <summary>Seconds between TERM and KILL; less than one counts as one.</summary>
    public double GraceSec { get; init; }

    /// <summary>
    /// Takes its output: the stream (<c>stdout</c> or <c>stderr</c>) and a piece of text. One piece at a time over both streams, and the command
    /// waits when this does.
    /// </summary>
    public required Func<string, string, Task> OnLog { get; init; }

    /// <summary>Told what the other callbacks threw; nothing they throw ends the run.</summary>
    public Action<Exception, string>? OnLogError { get; init; }

    /// <summary>Told that the process is there, before it is given any input.</summary>
    public Func<SpawnedProcess, Task>? OnSpawn { get; init; }

    /// <summary>Stops a command that has said its last word and does not end; null to wait for it.</summary>
    public TerminalResultCleanup? TerminalResultCleanup { get; init; }

    /// <summary>The clock of all limits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
