using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.LocalCluster;

[assembly: AssemblyFixture(typeof(Podclip.Engine.Tests.Cluster.ClusterFixture))]

namespace Podclip.Engine.Tests.Cluster;

/// <summary>One embedded cluster for all tests of this assembly.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("podclip-cluster-").FullName;

    public EmbeddedCluster Cluster { get; private set; } = null!;

    public KubernetesClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions
            {
                StateDirectory = _directory,
                SupervisorCommand = [Path.Combine(AppContext.BaseDirectory, "podclip"), "supervise-pod"],
            },
            CancellationToken.None);
        Client = new KubernetesClient(KubeConfig.Load(Cluster.KubeconfigPath));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Cluster.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
