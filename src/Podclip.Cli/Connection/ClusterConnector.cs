using Podclip.Cli.Embedded;
using Podclip.Engine;
using Podclip.Engine.Journal;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;

namespace Podclip.Cli.Connection;

/// <summary>Makes a cluster ready for use; the embedded one is started if it does not run.</summary>
/// <param name="host">The process.</param>
internal sealed class ClusterConnector(CliHost host)
{
    private const string NoNamespace = "default";

    /// <summary>Connects to a cluster.</summary>
    /// <param name="choice">The cluster.</param>
    /// <param name="ns">The namespace, or null for the cluster's own default.</param>
    /// <param name="cancellationToken">Ends the start of the embedded cluster.</param>
    /// <returns>The cluster; the caller disposes it.</returns>
    /// <exception cref="CommandException">The embedded cluster cannot run here.</exception>
    /// <exception cref="KubeConfigException">The kubeconfig cannot be used.</exception>
    public async Task<Cluster> ConnectAsync(ClusterChoice choice, string? ns, CancellationToken cancellationToken)
    {
        switch (choice)
        {
            case ClusterChoice.Embedded:
                var process = await new EmbeddedClusterStarter(host).EnsureRunningAsync(cancellationToken);
                return Create(KubeConfig.Load(process.Kubeconfig), new ClusterReference(process.Kubeconfig, null, IsEmbedded: true), ns, choice);

            case ClusterChoice.InCluster:
                return InClusterConfiguration.TryLoad(out var inCluster)
                    ? Create(inCluster, new ClusterReference(null, null, IsEmbedded: false), ns, choice)
                    : throw new CommandException(ExitCodes.Usage, "This process does not run in a pod with a service account.");

            case ClusterChoice.Kubeconfig(var path, var context):
                return Create(KubeConfig.Load(path, context), new ClusterReference(path, context, IsEmbedded: false), ns, choice);

            default:
                throw new InvalidOperationException($"Unknown choice {choice.GetType().Name}.");
        }
    }

    /// <summary>A stand-in for the cluster of a finished run, of which nothing is asked any more.</summary>
    /// <param name="host">The process.</param>
    /// <param name="record">The run.</param>
    /// <returns>The stand-in; the caller disposes it.</returns>
    public static Cluster Nowhere(CliHost host, RunRecord record) =>
        new(new KubernetesClient(Unreachable("a finished run's cluster"), host.TimeProvider), record.Cluster, record.Namespace, "a finished run's cluster");

    /// <summary>A cluster nothing is asked of, to plan a run.</summary>
    /// <param name="choice">The cluster.</param>
    /// <param name="ns">The namespace, or null for the default.</param>
    /// <returns>The cluster; the caller disposes it.</returns>
    public Cluster Offline(ClusterChoice choice, string? ns)
    {
        var reference = choice switch
        {
            ClusterChoice.Embedded => new ClusterReference(null, null, IsEmbedded: true),
            ClusterChoice.Kubeconfig(var path, var context) => new ClusterReference(path, context, IsEmbedded: false),
            _ => new ClusterReference(null, null, IsEmbedded: false),
        };

        // The context's namespace belongs to the plan, its server does not: an unreachable cluster can be planned for.
        var connection = choice is ClusterChoice.Kubeconfig file
            ? KubeConfig.Load(file.Path, file.Context)
            : Unreachable(choice.Describe());
        return Create(connection, reference, ns, choice);
    }

    // Port 9 is discard: whoever asks something of it by mistake is refused at once.
    private static ClusterConnection Unreachable(string description) => new() { Server = new Uri("https://127.0.0.1:9"), Description = description };

    private Cluster Create(ClusterConnection connection, ClusterReference reference, string? ns, ClusterChoice choice)
    {
        var own = string.IsNullOrEmpty(connection.DefaultNamespace) ? NoNamespace : connection.DefaultNamespace;
        return new Cluster(new KubernetesClient(connection, host.TimeProvider), reference, ns ?? own, choice.Describe());
    }
}
