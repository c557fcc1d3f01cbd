using System.Security.Cryptography.X509Certificates;

namespace Podclip.Kubernetes.Client;

/// <summary>Where an API server is and how to prove who is asking.</summary>
public sealed record ClusterConnection
{
    /// <summary>The server's address.</summary>
    public required Uri Server { get; init; }

    /// <summary>Where this connection comes from, for messages: <c>context dev of /home/me/.kube/config</c>.</summary>
    public required string Description { get; init; }

    /// <summary>The namespace to use when none is named.</summary>
    public string DefaultNamespace { get; init; } = "default";

    /// <summary>The authorities the server's certificate must chain to; null for the system's.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>The client's certificate with its key, or null.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Where bearer tokens and changing certificates come from, or null.</summary>
    public ICredentialSource? Credentials { get; init; }

    /// <summary>The name the server's certificate is checked against, or null for the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The proxy to go through, or null for none.</summary>
    public ClusterProxy? Proxy { get; init; }

    /// <summary>Whether the server's certificate goes unchecked.</summary>
    public bool SkipTlsVerification { get; init; }
}
