using System.Collections.Concurrent;
using Podclip.Cli.Embedded;
using Podclip.Engine;
using Podclip.Kubernetes.Client;
using Podclip.Paperclip.Hosting;

namespace Podclip.Cli.Connection;

/// <summary>A cluster for adapters, with an engine for each namespace.</summary>
/// <param name="host">The process.</param>
/// <param name="cluster">The cluster.</param>
/// <param name="isInCluster">Whether this process runs in it.</param>
internal sealed class AdapterCluster(CliHost host, Cluster cluster, bool isInCluster) : ConnectedCluster
{
    private readonly ConcurrentDictionary<string, Lazy<RunEngine>> _engines = new(StringComparer.Ordinal);

    public override KubernetesClient Client => cluster.Client;

    public override ClusterReference Reference => cluster.Reference;

    public override string DefaultNamespace => cluster.Namespace;

    public override bool IsInCluster => isInCluster;

    public override async Task EnsureReadyAsync(CancellationToken cancellationToken)
    {
        if (!cluster.Reference.IsEmbedded)
        {
            return;
        }

        try
        {
            // It keeps its port and its certificates, so the connection stays good.
            await new EmbeddedClusterStarter(host).EnsureRunningAsync(cancellationToken);
        }
        catch (CommandException e)
        {
            throw new ClusterSourceException(e.Message, e);
        }
    }

    public override Task KeepUpAsync(CancellationToken cancellationToken) =>
        cluster.Reference.IsEmbedded && new ClusterFiles(host.State).FindRunning() is null ? EnsureReadyAsync(cancellationToken) : Task.CompletedTask;

    public override RunEngine EngineFor(string ns) => _engines.GetOrAdd(ns, name => new Lazy<RunEngine>(() => (cluster with { Namespace = name }).CreateEngine(host))).Value;

    public override async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines.Values.Where(engine => engine.IsValueCreated))
        {
            await engine.Value.DisposeAsync();
        }

        cluster.Dispose();
    }
}
