using Podclip.Engine;
using Podclip.Kubernetes.Client;
using Podclip.Paperclip.Hosting;

namespace Podclip.Daemon.Clusters;

/// <summary>A cluster that others use too: it stays when one of them is done with it, and is kept up until then.</summary>
internal sealed class LentCluster : ConnectedCluster
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConnectedCluster _cluster;
    private readonly CancellationTokenSource _returned = new();
    private readonly Task _keeping;

    /// <param name="cluster">The cluster.</param>
    /// <param name="timeProvider">The clock.</param>
    public LentCluster(ConnectedCluster cluster, TimeProvider timeProvider)
    {
        _cluster = cluster;
        _keeping = KeepUpAsync(timeProvider);
    }

    /// <inheritdoc />
    public override KubernetesClient Client => _cluster.Client;

    /// <inheritdoc />
    public override ClusterReference Reference => _cluster.Reference;

    /// <inheritdoc />
    public override string DefaultNamespace => _cluster.DefaultNamespace;

    /// <inheritdoc />
    public override bool IsInCluster => _cluster.IsInCluster;

    /// <inheritdoc />
    public override RunEngine EngineFor(string ns) => _cluster.EngineFor(ns);

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await _returned.CancelAsync();
        await _keeping;
        _returned.Dispose();
    }

    private async Task KeepUpAsync(TimeProvider timeProvider)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, timeProvider, _returned.Token);
                try
                {
                    await _cluster.KeepUpAsync(_returned.Token);
                }
                catch (ClusterSourceException)
                {
                    // The run says itself that its cluster cannot be asked; it may be possible later.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Given back.
        }
    }
}
