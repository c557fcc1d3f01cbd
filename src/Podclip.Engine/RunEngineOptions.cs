using Podclip.Engine.Journal;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine;

/// <summary>What an engine works with.</summary>
public sealed record RunEngineOptions
{
    /// <summary>The cluster.</summary>
    public required KubernetesClient Client { get; init; }

    /// <summary>How to find the cluster again; written into each run's record.</summary>
    public required ClusterReference Cluster { get; init; }

    /// <summary>The namespace runs live in.</summary>
    public required string Namespace { get; init; }

    /// <summary>Where journals and results are kept.</summary>
    public required StateDirectory State { get; init; }

    /// <summary>How many runs of this engine may be under way at once; further ones wait in the order they were asked for. Null for no limit.</summary>
    public int? MaxConcurrentRuns { get; init; }

    /// <summary>For how long runs that are over are kept.</summary>
    public RunRetention Retention { get; init; } = RunRetention.Default;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
