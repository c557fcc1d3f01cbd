using System.Globalization;
using Podclip.LocalCluster.Security;

namespace Podclip.LocalCluster.Nodes;

/// <summary>How the processes of pods reach the API server.</summary>
/// <param name="Tokens">Makes their tokens.</param>
/// <param name="Server">The API server's address; asked only once it runs.</param>
internal sealed record ApiAccess(ServiceAccountTokens Tokens, Func<Uri> Server)
{
    /// <summary>The variables by which clients in a pod find the API server: those of the service <c>kubernetes</c>.</summary>
    public IReadOnlyDictionary<string, string> Variables
    {
        get
        {
            var server = Server();
            var port = server.Port.ToString(CultureInfo.InvariantCulture);
            var address = $"tcp://{server.Host}:{port}";
            return new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["KUBERNETES_SERVICE_HOST"] = server.Host,
                ["KUBERNETES_SERVICE_PORT"] = port,
                ["KUBERNETES_SERVICE_PORT_HTTPS"] = port,
                ["KUBERNETES_PORT"] = address,
                [$"KUBERNETES_PORT_{port}_TCP"] = address,
                [$"KUBERNETES_PORT_{port}_TCP_PROTO"] = "tcp",
                [$"KUBERNETES_PORT_{port}_TCP_PORT"] = port,
                [$"KUBERNETES_PORT_{port}_TCP_ADDR"] = server.Host,
            };
        }
    }
}
