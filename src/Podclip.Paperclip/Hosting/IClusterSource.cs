using Podclip.Kubernetes.Client;

namespace Podclip.Paperclip.Hosting;

/// <summary>Finds the cluster of a run. The seam between adapters and whoever runs them: a command connects for one run, a daemon once for many.</summary>
public interface IClusterSource
{
    /// <summary>Connects.</summary>
    /// <param name="kubeconfig">The kubeconfig that the agent's configuration names; null for the cluster this process is in, else the embedded one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The cluster; the caller disposes it.</returns>
    /// <exception cref="ClusterSourceException">There is none that can be used.</exception>
    /// <exception cref="KubernetesException">It does not answer.</exception>
    Task<ConnectedCluster> ConnectAsync(string? kubeconfig, CancellationToken cancellationToken);
}
