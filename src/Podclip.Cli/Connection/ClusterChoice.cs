using Podclip.Engine;

namespace Podclip.Cli.Connection;

/// <summary>Which cluster a command works on, before anything was asked of it.</summary>
internal abstract record ClusterChoice
{
    private ClusterChoice()
    {
    }

    /// <summary>The embedded cluster of this machine.</summary>
    public sealed record Embedded : ClusterChoice;

    /// <summary>The cluster this process runs in, by its service account.</summary>
    public sealed record InCluster : ClusterChoice;

    /// <summary>A context of a kubeconfig.</summary>
    /// <param name="Path">The file, or several as in <c>KUBECONFIG</c>.</param>
    /// <param name="Context">The context; null for the current one.</param>
    public sealed record Kubeconfig(string Path, string? Context) : ClusterChoice;

    /// <summary>The cluster of an earlier run.</summary>
    /// <param name="reference">What the run's record says.</param>
    /// <returns>The choice.</returns>
    public static ClusterChoice From(ClusterReference reference) => reference switch
    {
        { IsEmbedded: true } => new Embedded(),
        { Kubeconfig: { } path } => new Kubeconfig(path, reference.Context),
        _ => new InCluster(),
    };

    /// <summary>In words, for messages.</summary>
    /// <returns>The words.</returns>
    public string Describe() => this switch
    {
        Embedded => "the embedded cluster",
        InCluster => "the cluster this process runs in",
        Kubeconfig { Context: { } context, Path: var path } => $"context {context} of {path}",
        Kubeconfig { Path: var path } => $"the current context of {path}",
        _ => throw new InvalidOperationException($"Unknown choice {GetType().Name}."),
    };
}
