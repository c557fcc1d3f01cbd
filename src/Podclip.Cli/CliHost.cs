using Podclip.Cli.Embedded;
using Podclip.Cli.Terminal;
using Podclip.Engine;
using Podclip.Paperclip.Hosting;

namespace Podclip.Cli;

/// <summary>Everything a command takes from the process it runs in; tests give their own.</summary>
internal sealed record CliHost
{
    /// <summary>The console.</summary>
    public required ITerminal Terminal { get; init; }

    /// <summary>The process's environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>What relative paths are relative to.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>How this program is started again.</summary>
    public required SelfCommand Self { get; init; }

    /// <summary>Whether it was started as <c>kubectl podclip</c>.</summary>
    public bool IsKubectlPlugin { get; init; }

    /// <summary>Says why pods cannot be sandboxed on this machine, or null when they can.</summary>
    public Func<CancellationToken, Task<string?>> ExplainSandboxAsync { get; init; } = SandboxProbe.ExplainAsync;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The state directory of this user.</summary>
    public StateDirectory State => StateDirectory.Locate(name => Variables.GetValueOrDefault(name));

    /// <summary>This process in the place of Paperclip's.</summary>
    public HostProcess Paperclip => new(Variables, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>A path as the user gave it, made absolute.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The absolute path.</returns>
    public string Absolute(string path) => Path.GetFullPath(path, WorkingDirectory);
}
