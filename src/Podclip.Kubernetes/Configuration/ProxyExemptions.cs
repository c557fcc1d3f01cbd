using System.Globalization;
using System.Net;

namespace Podclip.Kubernetes.Configuration;

/// <summary>
/// The servers of a <c>NO_PROXY</c>: <c>*</c> for all, addresses and ranges such as <c>10.0.0.0/8</c>, names (which mean their
/// subdomains too) and <c>.suffixes</c> (which mean only those), each with a port if only that one is meant.
/// </summary>
internal sealed class ProxyExemptions
{
    private readonly IReadOnlyList<string> _entries;

    private ProxyExemptions(IReadOnlyList<string> entries) => _entries = entries;

    public static ProxyExemptions Parse(string? list) =>
        new([.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);

    public bool Cover(Uri server)
    {
        // A bracketed IPv6 host is an address like any other.
        var host = server.IdnHost.Trim('[', ']').TrimEnd('.');
        var address = IPAddress.TryParse(host, out var parsed) ? parsed : null;
        return _entries.Any(entry => entry == "*" || (address is null ? CoversName(entry, host, server.Port) : CoversAddress(entry, address, server.Port)));
    }

    private static bool CoversAddress(string entry, IPAddress address, int port)
    {
        if (IPNetwork.TryParse(entry, out var network))
        {
            return network.Contains(address);
        }

        return IPAddress.TryParse(entry, out var one)
            ? one.Equals(address)
            : IPEndPoint.TryParse(entry, out var end) && end.Address.Equals(address) && end.Port == port;
    }

    private static bool CoversName(string entry, string host, int port)
    {
        var colon = entry.LastIndexOf(':');
        if (colon >= 0)
        {
            if (!int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var only) || only != port)
            {
                return false;
            }

            entry = entry[..colon];
        }

        entry = entry.StartsWith("*.", StringComparison.Ordinal) ? entry[1..] : entry;
        var suffix = entry.StartsWith('.') ? entry : $".{entry}";
        return host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) || host.Equals(entry, StringComparison.OrdinalIgnoreCase);
    }
}
