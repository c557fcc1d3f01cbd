using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Podclip.LocalCluster.Faults;

namespace Podclip.LocalCluster;

/// <summary>How a cluster of one machine is set up.</summary>
public sealed record EmbeddedClusterOptions
{
    /// <summary>Where everything of the cluster lives: objects, certificates, volumes, logs, kubeconfig. Owned by one cluster at a time.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The command that starts a supervisor of pods.</summary>
    public required IReadOnlyList<string> SupervisorCommand { get; init; }

    /// <summary>The loopback port of the API server; 0 picks a free one on first start and keeps it after.</summary>
    public int Port { get; init; }

    /// <summary>
    /// How long what happens to containers may stay unseen in their pod's status, as on a real node, which looks once a second; zero shows
    /// everything at once.
    /// </summary>
    public TimeSpan StatusLag { get; init; }

    /// <summary>The bubblewrap program.</summary>
    public string BubblewrapPath { get; init; } = "bwrap";

    /// <summary>Told of each API request before it is answered, from many threads at once: for tests and diagnostics.</summary>
    public Action<ApiRequestRecord>? OnRequest { get; init; }

    /// <summary>What goes wrong.</summary>
    public FaultScript Faults { get; init; } = FaultScript.None;

    /// <summary>Where the cluster's own faults are logged.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
