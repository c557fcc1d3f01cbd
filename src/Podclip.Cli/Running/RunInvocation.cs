using Podclip.Cli.Connection;
using Podclip.Engine;

namespace Podclip.Cli.Running;

/// <summary>A command line that was understood: what to run, and where.</summary>
internal sealed record RunInvocation
{
    /// <summary>What to run; with a scripted endpoint, its address is still to be added.</summary>
    public required RunRequest Request { get; init; }

    /// <summary>The cluster.</summary>
    public required ClusterChoice Cluster { get; init; }

    /// <summary>The namespace, or null for the cluster's own default.</summary>
    public required string? Namespace { get; init; }

    /// <summary>Where the model is.</summary>
    public required ModelEndpoint Endpoint { get; init; }

    /// <summary>Whether to leave once the run is on its way.</summary>
    public required bool Detach { get; init; }

    /// <summary>What the user should know before the run.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
