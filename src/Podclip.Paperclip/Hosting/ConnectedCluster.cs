using Podclip.Engine;
using Podclip.Kubernetes.Client;

namespace Podclip.Paperclip.Hosting;

/// <summary>A cluster that answers, with the engines that run agents on it.</summary>
public abstract class ConnectedCluster : IAsyncDisposable
{
    /// <summary>Talks to it.</summary>
    public abstract KubernetesClient Client { get; }

    /// <summary>How it is found again.</summary>
    public abstract ClusterReference Reference { get; }

    /// <summary>The namespace of its credentials.</summary>
    public abstract string DefaultNamespace { get; }

    /// <summary>Whether this process runs in it, and may so have a pod to take after.</summary>
    public abstract bool IsInCluster { get; }

    /// <summary>Makes sure, before another run, that the cluster is up where it is ours to start.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>When it is up.</returns>
    /// <exception cref="ClusterSourceException">It cannot be started.</exception>
    public virtual Task EnsureReadyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts the cluster again if it is ours to start and has ended: runs that go on would wait for it in vain.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>When it is up.</returns>
    /// <exception cref="ClusterSourceException">It cannot be started.</exception>
    public virtual Task KeepUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The engine of a namespace; always the same for the same one.</summary>
    /// <param name="ns">The namespace.</param>
    /// <returns>The engine, owned by the cluster.</returns>
    public abstract RunEngine EngineFor(string ns);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
