using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Podclip.WireReplay.Cluster;

/// <summary>An embedded cluster as a user starts it, in a folder that goes with it.</summary>
internal sealed class ReplayCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);
    private readonly string _home = Directory.CreateTempSubdirectory("podclip-wire-").FullName;
    private Process? _process;

    private ReplayCluster()
    {
    }

    /// <summary>The API as it is now: another one after a restart.</summary>
    public ReplayApi Api { get; private set; } = null!;

    private static string Program => Path.Combine(AppContext.BaseDirectory, "podclip");

    public static async Task<ReplayCluster> StartAsync(CancellationToken cancellationToken)
    {
        var cluster = new ReplayCluster();
        await cluster.StartAgainAsync(cancellationToken);
        return cluster;
    }

    /// <summary>Starts it over what an earlier process left.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        _process = Process.Start(Command("cluster", "up", "--status-lag", "1s"))!;
        _ = DrainAsync(_process.StandardOutput);
        _ = DrainAsync(_process.StandardError);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(StartBound);
        while (await ReplayApi.ConnectAsync(Path.Combine(_home, "cluster", "kubeconfig"), bound.Token) is not { } api || !Replace(api))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"podclip cluster up ended with {_process.ExitCode}.");
            }

            await Task.Delay(50, bound.Token);
        }
    }

    /// <summary>Makes an image name one that no registry has.</summary>
    public async Task AddMissingImageAsync(string name, string error, CancellationToken cancellationToken)
    {
        using var add = Process.Start(Command("cluster", "image", "add", name, "--pull-error", error))!;
        await Task.WhenAll(DrainAsync(add.StandardOutput), DrainAsync(add.StandardError), add.WaitForExitAsync(cancellationToken));
    }

    /// <summary>Ends the process at once; its pods go on.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Asks the process to end, as a service manager does; its pods go on.</summary>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        _ = Kill(_process!.Id, 15);
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        using var down = Process.Start(Command("cluster", "down", "--purge"))!;
        await Task.WhenAll(DrainAsync(down.StandardOutput), DrainAsync(down.StandardError), down.WaitForExitAsync());
        _process?.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private bool Replace(ReplayApi api)
    {
        Api?.Dispose();
        Api = api;
        return true;
    }

    private ProcessStartInfo Command(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PODCLIP_HOME"] = _home;
        return start;
    }

    private static async Task DrainAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (Environment.GetEnvironmentVariable("WIRE_REPLAY_TRACE") is not null)
            {
                await Console.Error.WriteLineAsync(line);
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
