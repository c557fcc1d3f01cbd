using System.Security.Cryptography.X509Certificates;

namespace Podclip.Kubernetes.Client;

/// <summary>What proves who is asking. No record: nothing but a request may show the token.</summary>
public sealed class Credential
{
    /// <summary>The bearer token, without <c>Bearer</c>; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>The client's certificate with its key; null for that of the connection, if it has one.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Whether a server that refused the one would refuse the other.</summary>
    internal bool IsSame(Credential other) => Token == other.Token && ClientCertificate?.Thumbprint == other.ClientCertificate?.Thumbprint;
}
