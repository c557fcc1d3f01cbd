using System.Globalization;
using System.Security.Cryptography;

namespace Podclip.LocalCluster.Api;

/// <summary>
/// Chooses a port to keep across restarts: one that the system does not give to connections and listeners that ask for any, or somebody else might
/// have it when the cluster comes back.
/// </summary>
internal static class PortChoice
{
    private const string RangeFile = "/proc/sys/net/ipv4/ip_local_port_range";

    // Above the ports that programs are known by, below those of Kubernetes' NodePorts.
    private const int Lowest = 20_000;
    private const int Highest = 29_999;

    /// <summary>A port at random; 0 for any, where the system gives out these as well.</summary>
    public static int Next() => FirstGivenOut() > Highest ? RandomNumberGenerator.GetInt32(Lowest, Highest + 1) : 0;

    private static int FirstGivenOut()
    {
        try
        {
            return int.Parse(File.ReadAllText(RangeFile).Split('\t', ' ')[0], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return 0;
        }
    }
}
