using System.Net;
using Microsoft.Extensions.Logging;
using Podclip.Engine;
using Podclip.Paperclip.Hosting;

namespace Podclip.Daemon;

/// <summary>What a daemon works with.</summary>
public sealed record DaemonOptions
{
    /// <summary>Where it keeps what outlives it. One daemon each.</summary>
    public required StateDirectory State { get; init; }

    /// <summary>Finds the clusters of runs.</summary>
    public required IClusterSource Clusters { get; init; }

    /// <summary>The process in whose place it acts.</summary>
    public required HostProcess Host { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>The unix socket to listen at; null for the default one of the state directory, unless <see cref="Address"/> is given.</summary>
    public string? Socket { get; init; }

    /// <summary>The address to listen at instead of a socket. Needs a <see cref="TokenFile"/>.</summary>
    public IPEndPoint? Address { get; init; }

    /// <summary>The file with the token that callers at <see cref="Address"/> need; made if it is not there.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where its log goes.</summary>
    public required ILoggerProvider Log { get; init; }
}
