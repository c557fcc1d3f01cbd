using System.Text;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.JavaScript;
using Podclip.Paperclip.Variables;

namespace Podclip.Paperclip.Execution;

/// <summary>The MCP servers of a run: those of the configuration, and those the host offers, each with its own token.</summary>
/// <param name="Document">They as JSON in the agents' common form; null for none. Holds the tokens.</param>
/// <param name="Secrets">The tokens.</param>
internal sealed record McpServerList(ReadOnlyMemory<byte>? Document, IReadOnlyList<string> Secrets)
{
    /// <summary>The list. A configured server takes the place of an offered one of the same name.</summary>
    public static McpServerList Of(JsonObject? configured, IReadOnlyList<AdapterRuntimeMcpServer> offered, string? apiUrl)
    {
        JsonObject servers = [];
        foreach (var server in offered)
        {
            servers[NameOf(server)] = new JsonObject
            {
                ["type"] = "http",
                ["url"] = ApiAddress.ForPod(server.Url, apiUrl),
                ["headers"] = new JsonObject { ["Authorization"] = $"Bearer {server.Token}" },
            };
        }

        foreach (var (name, server) in configured ?? [])
        {
            servers[name] = server?.DeepClone();
        }

        return servers.Count == 0
            ? new McpServerList(null, [])
            : new McpServerList(Encoding.UTF8.GetBytes(JsJson.Stringify(new JsonObject { ["mcpServers"] = servers })), [.. offered.Select(server => server.Token)]);
    }

    // Agents make the names of their tools from it.
    private static string NameOf(AdapterRuntimeMcpServer server) =>
        (server.ConnectionId.Length > 0 ? server.ConnectionId : string.Concat(server.Name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))).Trim('-');
}
