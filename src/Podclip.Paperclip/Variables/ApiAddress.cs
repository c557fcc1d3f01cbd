using System.Net;
using Podclip.Engine.HostPods;
using Podclip.Paperclip.AdapterUtils;

namespace Podclip.Paperclip.Variables;

/// <summary>Finds an address of Paperclip's API that answers from a pod: on its own machine the host knows only a loopback address by default. Pure.</summary>
public static class ApiAddress
{
    /// <summary>The variable by which an agent is told.</summary>
    internal const string Variable = "PAPERCLIP_API_URL";

    /// <summary>What an operator is told when no address is known.</summary>
    internal const string UnknownWarning =
        "Warning: PAPERCLIP_API_URL is not set to an address that answers from a pod, so the agent cannot call Paperclip. "
        + "Start Paperclip with PAPERCLIP_API_URL, or set paperclipApiUrl in the agent's configuration.";

    private const string RuntimeVariable = "PAPERCLIP_RUNTIME_API_URL";
    private const string HostSuffix = "_SERVICE_HOST";

    /// <summary>The address, or null when none is known that a pod could reach.</summary>
    /// <param name="configured">What the agent's configuration says.</param>
    /// <param name="hostPod">Paperclip's pod, or null.</param>
    /// <param name="variables">This process's environment.</param>
    /// <param name="sharesNetwork">Whether pods reach this machine's loopback, as those of the embedded cluster do.</param>
    /// <returns>The address without a slash at its end.</returns>
    public static string? Find(string? configured, HostPod? hostPod, IReadOnlyDictionary<string, string> variables, bool sharesNetwork)
    {
        string?[] candidates =
        [
            configured,
            hostPod?.Variables.GetValueOrDefault(Variable),
            variables.GetValueOrDefault(Variable),
            variables.GetValueOrDefault(RuntimeVariable),
            Service(variables),
            sharesNetwork ? PaperclipEnv.BuildPaperclipEnv("", "", variables)[Variable] : null,
        ];
        return candidates
            .Select(candidate => candidate?.Trim().TrimEnd('/'))
            .FirstOrDefault(candidate => Uri.TryCreate(candidate, UriKind.Absolute, out var url) && (sharesNetwork || !IsLoopback(url)));
    }

    /// <summary>An address of the host's own, as a pod must call it.</summary>
    /// <param name="url">The address.</param>
    /// <param name="api">Where the API answers a pod.</param>
    /// <returns>The same path at the API, if the address was one that only the host's machine reaches; else the address itself.</returns>
    public static string ForPod(string url, string? api) =>
        api is not null && Uri.TryCreate(url, UriKind.Absolute, out var parsed) && IsLoopback(parsed) ? api + parsed.PathAndQuery : url;

    private static bool IsLoopback(Uri url) => url.IsLoopback || IPAddress.TryParse(url.Host, out var address) && (IPAddress.Any.Equals(address) || IPAddress.IPv6Any.Equals(address));

    // Kubernetes tells each pod of the Services of its namespace; Paperclip's is the one at the port it listens at.
    private static string? Service(IReadOnlyDictionary<string, string> variables)
    {
        var port = variables.GetValueOrDefault("PAPERCLIP_LISTEN_PORT") ?? variables.GetValueOrDefault("PORT") ?? "3100";
        return variables
            .Where(pair => pair.Key.EndsWith(HostSuffix, StringComparison.Ordinal) && pair.Key.Contains("PAPERCLIP", StringComparison.Ordinal))
            .Select(pair => (Host: pair.Value, Port: variables.GetValueOrDefault(pair.Key[..^HostSuffix.Length] + "_SERVICE_PORT")))
            .Where(service => service.Port is not null)
            .OrderByDescending(service => service.Port == port)
            .Select(service => $"http://{service.Host}:{service.Port}")
            .FirstOrDefault();
    }
}
