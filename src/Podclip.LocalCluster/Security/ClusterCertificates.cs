using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Podclip.LocalCluster.Security;

/// <summary>
/// The cluster's own certificate authority and the API server's certificate, made on first start and renewed before they run out.
/// A new server certificate keeps the authority, so that kubeconfigs stay valid.
/// </summary>
internal sealed class ClusterCertificates
{
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);
    private static readonly TimeSpan ClockSlack = TimeSpan.FromHours(1);

    private ClusterCertificates(string authorityPem, X509Certificate2 server)
    {
        AuthorityPem = authorityPem;
        Server = server;
    }

    /// <summary>The authority's certificate, for kubeconfigs.</summary>
    public string AuthorityPem { get; }

    /// <summary>The server's certificate with its key.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>Reads the certificates of a directory, making what is missing or runs out soon.</summary>
    public static ClusterCertificates LoadOrCreate(string directory, TimeProvider timeProvider)
    {
        OwnerOnlyFile.CreateDirectory(directory);
        var now = timeProvider.GetUtcNow();
        using var authority = Load(directory, "ca", now) ?? Save(directory, "ca", CreateAuthority(now));
        var server = Load(directory, "server", now);
        if (server is null || server.Issuer != authority.Subject || !IsIssuedBy(server, authority))
        {
            server?.Dispose();
            server = Save(directory, "server", CreateServer(authority, now));
        }

        return new ClusterCertificates(authority.ExportCertificatePem(), server);
    }

    private static X509Certificate2? Load(string directory, string name, DateTimeOffset now)
    {
        var (certificate, key) = (Path.Combine(directory, name + ".crt"), Path.Combine(directory, name + ".key"));
        if (!File.Exists(certificate) || !File.Exists(key))
        {
            return null;
        }

        try
        {
            var loaded = X509Certificate2.CreateFromPemFile(certificate, key);
            if (new DateTimeOffset(loaded.NotAfter) - RenewBefore > now)
            {
                return loaded;
            }

            loaded.Dispose();
            return null;
        }
        catch (CryptographicException)
        {
            // A pair cut off by a crash is made anew.
            return null;
        }
    }

    private static X509Certificate2 Save(string directory, string name, X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        OwnerOnlyFile.Write(Path.Combine(directory, name + ".key"), key.ExportPkcs8PrivateKeyPem());
        OwnerOnlyFile.Write(Path.Combine(directory, name + ".crt"), certificate.ExportCertificatePem());
        return certificate;
    }

    private static bool IsIssuedBy(X509Certificate2 server, X509Certificate2 authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(server);
    }

    private static X509Certificate2 CreateAuthority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=podclip-cluster-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - ClockSlack, now + AuthorityLifetime);
    }

    private static X509Certificate2 CreateServer(X509Certificate2 authority, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=podclip-apiserver", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName("kubernetes.default.svc");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7F;
        var last = new DateTimeOffset(authority.NotAfter);
        using var signed = request.Create(authority, now - ClockSlack, now + ServerLifetime < last ? now + ServerLifetime : last, serial);
        return signed.CopyWithPrivateKey(key);
    }
}
