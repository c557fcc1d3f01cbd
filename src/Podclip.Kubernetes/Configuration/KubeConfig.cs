using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Configuration;

/// <summary>Reads kubeconfig files.</summary>
public static class KubeConfig
{
    /// <summary>The connection of a context.</summary>
    /// <param name="path">
    /// The file, or several separated as in <c>KUBECONFIG</c>. These are merged as kubectl merges them: the first one that names a
    /// current context, and each entry of the first one that has it, count; those that do not exist are passed over. Relative
    /// paths in a file are against its own folder.
    /// </param>
    /// <param name="context">The context; the current one when null.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="KubeConfigException">No file exists, or one cannot be read or used; the message names every problem.</exception>
    public static ClusterConnection Load(string path, string? context = null) =>
        Load(path, context, TimeProvider.System, Environment.GetEnvironmentVariable);

    internal static ClusterConnection Load(string path, string? context, TimeProvider time, Func<string, string?> environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var problems = new List<string>();
        var files = KubeConfigFiles.Read(path, problems);
        var connection = Resolve(files, context, time);
        if (problems.Count > 0)
        {
            throw new KubeConfigException($"{files.Description} cannot be used: {string.Join("; ", problems)}");
        }

        return connection!.Proxy is null ? connection with { Proxy = EnvironmentProxy.For(connection.Server, environment) } : connection;
    }

    private static ClusterConnection? Resolve(KubeConfigFiles files, string? wanted, TimeProvider time)
    {
        var name = wanted ?? files.CurrentContext;
        if (string.IsNullOrEmpty(name))
        {
            files.Problem("no context is named and there is no current-context");
            return null;
        }

        if (files.Named("contexts", "context", name) is not var (context, file))
        {
            files.Problem($"there is no context \"{name}\" (there are: {string.Join(", ", files.Names("contexts"))})");
            return null;
        }

        var cluster = Referred(files, context, "clusters", "cluster");
        var user = context.Text("user") is null ? null : Referred(files, context, "users", "user");
        var server = cluster is null ? null : ReadServer(cluster);
        var skip = cluster?.Flag("insecure-skip-tls-verify") ?? false;
        var authorities = cluster?.Certificates("certificate-authority");
        if (skip && authorities is not null)
        {
            cluster!.Problem("insecure-skip-tls-verify cannot be combined with a certificate authority");
        }

        var connection = new ClusterConnection
        {
            Server = server ?? new Uri("https://unknown"),
            Description = $"context {name} of {file.Path}",
            DefaultNamespace = context.Text("namespace") is { Length: > 0 } ns ? ns : "default",
            CertificateAuthorities = authorities,
            TlsServerName = cluster?.Text("tls-server-name"),
            Proxy = cluster is null ? null : ReadProxy(cluster),
            SkipTlsVerification = skip,
        };
        return user is null ? connection : KubeConfigUser.Add(connection, user, cluster, time);
    }

    private static KubeConfigEntry? Referred(KubeConfigFiles files, KubeConfigEntry context, string section, string kind)
    {
        var name = context.Text(kind);
        if (string.IsNullOrEmpty(name))
        {
            context.Problem($"{context.Label} names no {kind}");
            return null;
        }

        if (files.Named(section, kind, name) is var (entry, _))
        {
            return entry;
        }

        context.Problem($"{context.Label} names {kind} \"{name}\", which is {files.Place}");
        return null;
    }

    private static Uri? ReadServer(KubeConfigEntry cluster)
    {
        if (cluster.Text("server") is not { Length: > 0 } text)
        {
            cluster.Problem($"{cluster.Label} has no server");
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "https" or "http" })
        {
            return uri;
        }

        cluster.Problem($"server of {cluster.Label} is not an http(s) address");
        return null;
    }

    private static ClusterProxy? ReadProxy(KubeConfigEntry cluster)
    {
        if (cluster.Text("proxy-url") is not { Length: > 0 } text)
        {
            return null;
        }

        if (ClusterProxy.TryParse(text, out var proxy))
        {
            return proxy;
        }

        cluster.Problem($"proxy-url of {cluster.Label} is not an http, https or socks5 address");
        return null;
    }
}
