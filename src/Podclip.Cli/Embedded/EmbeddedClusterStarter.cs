using System.Diagnostics;
using System.Globalization;

namespace Podclip.Cli.Embedded;

/// <summary>Starts the embedded cluster in a process of its own that outlives this one.</summary>
/// <param name="host">The process.</param>
internal sealed class EmbeddedClusterStarter(CliHost host)
{
    /// <summary>The hidden option of <c>cluster up</c> that a background process is started with; the program looks for it before all else.</summary>
    public const string BackgroundOption = "--background-log";

    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    private readonly ClusterFiles _files = new(host.State);

    /// <summary>The API server's port; 0 for the one it had before, or a free one.</summary>
    public int Port { get; init; }

    /// <summary>How late what happens to containers may be shown; zero for at once.</summary>
    public TimeSpan StatusLag { get; init; }

    /// <summary>The file of a fault script; null for none.</summary>
    public string? Faults { get; init; }

    /// <summary>The running cluster, started if needed.</summary>
    /// <param name="cancellationToken">Ends the wait, not a cluster that is starting.</param>
    /// <returns>Its process.</returns>
    /// <exception cref="CommandException">It cannot run here, or did not get ready in time.</exception>
    public async Task<ClusterProcess> EnsureRunningAsync(CancellationToken cancellationToken)
    {
        // Asked before a run even when the cluster is up: what it said at its own start may have changed since.
        if (await host.ExplainSandboxAsync(cancellationToken) is { } obstacle)
        {
            throw new CommandException(ExitCodes.Usage, obstacle);
        }

        if (_files.FindRunning() is { } running)
        {
            if (running.Build != BuildIdentity.Current)
            {
                await host.Terminal.Error.WriteLineAsync("podclip: the embedded cluster runs another build of Podclip; 'podclip cluster down' lets the next run start this one.");
            }

            return running;
        }

        return await StartAsync(cancellationToken);
    }

    private async Task<ClusterProcess> StartAsync(CancellationToken cancellationToken)
    {
        var deadline = host.TimeProvider.GetTimestamp();
        Process? child = null;
        IDisposable? startLock = null;
        try
        {
            while (host.TimeProvider.GetElapsedTime(deadline) < StartBound)
            {
                if (_files.FindRunning() is { } ready)
                {
                    return ready;
                }

                // Another process that holds the lock is starting the cluster: then its end is waited for here.
                startLock ??= _files.TryLock();
                if (startLock is not null && child is null)
                {
                    child = Launch();
                }

                if (child is { HasExited: true })
                {
                    throw Failed($"The embedded cluster ended with exit code {child.ExitCode} while starting.");
                }

                await Task.Delay(Step, host.TimeProvider, cancellationToken);
            }

            throw Failed($"The embedded cluster was not ready after {StartBound.TotalSeconds:0} s.");
        }
        finally
        {
            startLock?.Dispose();
            child?.Dispose();
        }
    }

    private Process Launch()
    {
        // The log tells of this start alone: of earlier ones only the last is kept.
        if (File.Exists(_files.Log))
        {
            File.Move(_files.Log, _files.Log + ".1", overwrite: true);
        }

        using (new FileStream(_files.Log, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
        }

        // A shell lays the log under its streams: .NET can only inherit ours or make pipes, and who reads from us would wait for
        // the cluster's end. The runtime copies its streams when it starts, so the process itself cannot do it any more.
        string[] lag = StatusLag > TimeSpan.Zero ? ["--status-lag", string.Create(CultureInfo.InvariantCulture, $"{StatusLag.TotalMilliseconds:0}ms")] : [];
        string[] faults = Faults is null ? [] : ["--faults", Path.GetFullPath(Faults)];
        var command = host.Self.With(["cluster", "up", BackgroundOption, _files.Log, "--port", Port.ToString(CultureInfo.InvariantCulture), .. lag, .. faults]);
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", _files.Log, .. command]) { WorkingDirectory = "/", UseShellExecute = false };
        start.Environment["PODCLIP_HOME"] = host.State.Path;
        return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
    }

    private CommandException Failed(string what)
    {
        var lines = File.Exists(_files.Log) ? File.ReadLines(_files.Log).TakeLast(10).ToList() : [];
        var said = lines.Count == 0 ? "It said nothing." : "Its last lines:" + string.Concat(lines.Select(line => $"{Environment.NewLine}  {Terminal.Printable.Line(line)}"));
        return new CommandException(ExitCodes.InfrastructureFailed, $"{what} {said}{Environment.NewLine}All of its log: {_files.Log}");
    }
}
