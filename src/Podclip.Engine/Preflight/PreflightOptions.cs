using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight;

/// <summary>What a preflight works with, and within which bounds.</summary>
public sealed record PreflightOptions
{
    /// <summary>The cluster.</summary>
    public required ClusterConnection Connection { get; init; }

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long a connection may take where nothing else is asked for: people wait, and a busy machine takes a second or two for a TLS handshake.</summary>
    public static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long a connection with its TLS handshake may take: how soon a server that does not answer is found out.</summary>
    /// <value>3 s.</value>
    public TimeSpan ConnectTimeout { get; init; } = DefaultConnectTimeout;

    /// <summary>How long one request may take.</summary>
    /// <value>5 s: a credential plugin may need some of it.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long everything may take; what is not known by then is reported so.</summary>
    /// <value>10 s. A healthy cluster needs well under 2 s.</value>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);
}
