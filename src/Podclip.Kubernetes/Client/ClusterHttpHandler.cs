using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Podclip.Kubernetes.Client;

/// <summary>Makes the handler that connects to an API server.</summary>
internal static class ClusterHttpHandler
{
    private const int KeepAliveSeconds = 15;
    private const int KeepAliveProbes = 3;
    private const int KeepAliveProbeSeconds = 5;

    public static SocketsHttpHandler Create(ClusterConnection connection, KubernetesClientOptions options, X509Certificate2? clientCertificate)
    {
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(KeepAliveSeconds),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(KeepAliveSeconds),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),

            // A watch or log that nobody reads any more is closed at once; draining it would keep the server writing.
            ResponseDrainTimeout = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
            SslOptions = CreateSslOptions(connection, clientCertificate),

            // What the environment says is decided where the connection is read.
            UseProxy = connection.Proxy is not null,
            Proxy = connection.Proxy is { } proxy ? new WebProxy(proxy.Address) { Credentials = proxy.Credential } : null,
        };
    }

    private static SslClientAuthenticationOptions CreateSslOptions(ClusterConnection connection, X509Certificate2? clientCertificate)
    {
        var ssl = new SslClientAuthenticationOptions();
        if (connection.SkipTlsVerification)
        {
#pragma warning disable CA5359 // The kubeconfig's owner asked for exactly this with insecure-skip-tls-verify.
            ssl.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (connection.CertificateAuthorities is { } authorities)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            policy.CustomTrustStore.AddRange(authorities);
            ssl.CertificateChainPolicy = policy;
        }

        if (clientCertificate is not null)
        {
            // A context is always sent; a plain collection is filtered by the issuers the server names.
            ssl.ClientCertificateContext = SslStreamCertificateContext.Create(clientCertificate, additionalCertificates: null, offline: true);
        }

        return ssl;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // HTTP/1.1 has no pings: the kernel's probes find a peer that is gone behind a silent log or watch.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveProbeSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
