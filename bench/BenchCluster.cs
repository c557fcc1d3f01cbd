using System.Diagnostics;
using Podclip.Kubernetes.Configuration;

namespace Podclip.Benchmarks;

/// <summary>An embedded cluster as a user starts it, in a folder that goes with it.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("podclip-bench-").FullName;
    private readonly string _binary;

    private BenchCluster(string binary) => _binary = binary;

    /// <summary>A client of it.</summary>
    public KubernetesClient Client { get; private set; } = null!;

    /// <summary>Starts one.</summary>
    /// <exception cref="InvalidOperationException">It did not start.</exception>
    public static async Task<BenchCluster> StartAsync(string binary, CancellationToken cancellationToken)
    {
        var cluster = new BenchCluster(binary);
        try
        {
            await cluster.RunAsync(["cluster", "up", "--detach"], cancellationToken);
            cluster.Client = new KubernetesClient(KubeConfig.Load(Path.Combine(cluster._home, "cluster", "kubeconfig")));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it and removes what it kept.</summary>
    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await RunAsync(["cluster", "down", "--purge"], CancellationToken.None);
        Directory.Delete(_home, recursive: true);
    }

    private async Task RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(_binary, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["PODCLIP_HOME"] = _home;
        using var process = Process.Start(start)!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.WaitForExitAsync(cancellationToken));
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"podclip {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
