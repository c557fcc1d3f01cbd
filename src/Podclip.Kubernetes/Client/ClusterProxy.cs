using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Podclip.Kubernetes.Client;

/// <summary>A proxy on the way to an API server. Its text never holds the password.</summary>
public sealed record ClusterProxy
{
    private ClusterProxy(Uri address, NetworkCredential? credential)
    {
        Address = address;
        Credential = credential;
    }

    /// <summary>Where it is, without user and password: <c>http</c>, <c>https</c> or <c>socks5</c>.</summary>
    public Uri Address { get; }

    /// <summary>The user and password it gets when it asks for them, or null.</summary>
    public NetworkCredential? Credential { get; }

    /// <summary>Reads an address such as <c>http://user:password@proxy:3128</c>.</summary>
    /// <param name="text">The address.</param>
    /// <param name="proxy">The proxy.</param>
    /// <returns>Whether it is an address of a kind that is known.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ClusterProxy? proxy)
    {
        proxy = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            return false;
        }

        // Names are always left to a SOCKS proxy to resolve, which is what the h asks for.
        var scheme = address.Scheme == "socks5h" ? "socks5" : address.Scheme;
        if (scheme is not ("http" or "https" or "socks5"))
        {
            return false;
        }

        const int SocksPort = 1080;
        var port = address.Port > 0 ? address.Port : SocksPort;
        proxy = new ClusterProxy(new UriBuilder(scheme, address.Host, port).Uri, ReadCredential(address.UserInfo));
        return true;
    }

    private static NetworkCredential? ReadCredential(string userInfo)
    {
        if (userInfo.Length == 0)
        {
            return null;
        }

        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        var (user, password) = colon < 0 ? (userInfo, "") : (userInfo[..colon], userInfo[(colon + 1)..]);
        return new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
    }
}
