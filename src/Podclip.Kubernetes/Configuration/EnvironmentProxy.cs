using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Configuration;

/// <summary>
/// The proxy that <c>HTTPS_PROXY</c> or <c>HTTP_PROXY</c> names for a server, unless <c>NO_PROXY</c> exempts it; each of them also in
/// lower case. kubectl reads them the same way (https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config).
/// </summary>
internal static class EnvironmentProxy
{
    /// <summary>The proxy for a server, or null for none. This machine itself is never asked for through one.</summary>
    /// <exception cref="KubeConfigException">The variable is no address.</exception>
    public static ClusterProxy? For(Uri server, Func<string, string?> environment)
    {
        var name = server.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
        if (server.IsLoopback || Read(name, environment) is not { } text || ProxyExemptions.Parse(Read("NO_PROXY", environment)).Cover(server))
        {
            return null;
        }

        // The value may hold a password, so it is not quoted.
        return ClusterProxy.TryParse(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", out var proxy)
            ? proxy
            : throw new KubeConfigException($"{name} is not an http, https or socks5 address");
    }

    private static string? Read(string name, Func<string, string?> environment)
    {
        var value = environment(name) is { Length: > 0 } upper ? upper : environment(name.ToLowerInvariant());
        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }
}
