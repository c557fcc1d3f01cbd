using System.Globalization;
using Podclip.Paperclip.Hosting;

namespace Podclip.Daemon.Clusters;

/// <summary>Connects to each cluster once: all runs there share its watches. A kubeconfig that has changed is another cluster from then on.</summary>
/// <param name="source">Connects.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class SharedClusters(IClusterSource source, TimeProvider timeProvider) : IClusterSource, IAsyncDisposable
{
    private readonly Dictionary<string, ConnectedCluster> _connected = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _connecting = new(1);
    private readonly CancellationTokenSource _disposing = new();

    /// <inheritdoc />
    public async Task<ConnectedCluster> ConnectAsync(string? kubeconfig, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        await _connecting.WaitAsync(waiting.Token);
        try
        {
            var key = KeyOf(kubeconfig);
            if (!_connected.TryGetValue(key, out var cluster))
            {
                cluster = await source.ConnectAsync(kubeconfig, waiting.Token);
                _connected.Add(key, cluster);
            }

            await cluster.EnsureReadyAsync(waiting.Token);
            return new LentCluster(cluster, timeProvider);
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Lets go of all runs: their Jobs go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        await _connecting.WaitAsync();
        try
        {
            foreach (var cluster in _connected.Values)
            {
                await cluster.DisposeAsync();
            }

            _connected.Clear();
        }
        finally
        {
            _connecting.Release();
        }
    }

    private static string KeyOf(string? kubeconfig) => kubeconfig is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{kubeconfig}\n{File.GetLastWriteTimeUtc(kubeconfig).Ticks}");
}
