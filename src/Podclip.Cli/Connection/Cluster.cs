using Podclip.Engine;
using Podclip.Kubernetes.Client;

namespace Podclip.Cli.Connection;

/// <summary>A cluster that commands can talk to.</summary>
/// <param name="Client">Talks to it.</param>
/// <param name="Reference">How it is found again.</param>
/// <param name="Namespace">The namespace to work in.</param>
/// <param name="Description">In words, for messages.</param>
internal sealed record Cluster(KubernetesClient Client, ClusterReference Reference, string Namespace, string Description) : IDisposable
{
    /// <summary>An engine for this cluster.</summary>
    /// <param name="host">The process.</param>
    /// <returns>The engine; the caller disposes it.</returns>
    public RunEngine CreateEngine(CliHost host) => new(new RunEngineOptions
    {
        Client = Client,
        Cluster = Reference,
        Namespace = Namespace,
        State = host.State,
        TimeProvider = host.TimeProvider,
    });

    /// <inheritdoc />
    public void Dispose() => Client.Dispose();
}
