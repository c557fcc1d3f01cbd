using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Configuration;

/// <summary>The connection a pod has by its service account.</summary>
public static class InClusterConfiguration
{
    private const string AccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Whether this process runs in a pod with a service account; if so, its connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <returns>True inside a cluster.</returns>
    /// <exception cref="KubeConfigException">The service account's files are there but cannot be used, or the environment names a proxy that is no address.</exception>
    public static bool TryLoad([NotNullWhen(true)] out ClusterConnection? connection) =>
        TryLoad(AccountFolder, Environment.GetEnvironmentVariable, TimeProvider.System, out connection);

    internal static bool TryLoad(string folder, Func<string, string?> environment, TimeProvider time, [NotNullWhen(true)] out ClusterConnection? connection)
    {
        connection = null;
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT");
        var token = Path.Combine(folder, "token");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port) || !File.Exists(token))
        {
            return false;
        }

        var address = host.Contains(':', StringComparison.Ordinal) ? $"https://[{host}]:{port}" : $"https://{host}:{port}";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server))
        {
            throw new KubeConfigException($"KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT give no address: {address}");
        }

        connection = new ClusterConnection
        {
            Server = server,
            Description = $"the service account of this pod ({folder})",
            DefaultNamespace = ReadNamespace(folder),
            CertificateAuthorities = ReadAuthorities(Path.Combine(folder, "ca.crt")),
            Credentials = new FileToken(token, fallback: null, time),
            Proxy = EnvironmentProxy.For(server, environment),
        };
        return true;
    }

    private static string ReadNamespace(string folder)
    {
        var path = Path.Combine(folder, "namespace");
        var name = File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        return name.Length == 0 ? "default" : name;
    }

    private static X509Certificate2Collection? ReadAuthorities(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(path);
            return authorities.Count > 0 ? authorities : throw new KubeConfigException($"{path} holds no certificate");
        }
        catch (CryptographicException e)
        {
            throw new KubeConfigException($"{path} is not a PEM certificate: {e.Message}", e);
        }
    }
}
