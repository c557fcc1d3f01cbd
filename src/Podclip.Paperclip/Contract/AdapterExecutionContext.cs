using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>One run, as the host asks for it (paperclip-server, 2026.916.1). Callbacks are no part of it.</summary>
public sealed record AdapterExecutionContext
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The agent.</summary>
    public required AdapterAgent Agent { get; init; }

    /// <summary>Its session.</summary>
    public AdapterRuntime Runtime { get; init; } = new();

    /// <summary>Its configuration, secrets resolved.</summary>
    public JsonObject Config { get; init; } = [];

    /// <summary>Why it was woken and what for.</summary>
    public JsonObject Context { get; init; } = [];

    /// <summary>The record of the task so far, also rendered into the wake prompt; or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonNode? ExecutionContinuation { get; init; }

    /// <summary>How the host would start a local command; always null for external adapters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonNode? RuntimeCommandSpec { get; init; }

    /// <summary>Where the host wants it to run: <c>local</c> or null for external adapters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonNode? ExecutionTarget { get; init; }

    /// <summary>The same from before there were targets.</summary>
    public JsonNode? ExecutionTransport { get; init; }

    /// <summary>The MCP servers of this run; read by <see cref="McpServers"/>.</summary>
    public JsonNode? RuntimeMcp { get; init; }

    /// <summary>Access to the host's connection tools. Holds a bearer token.</summary>
    public JsonNode? RuntimeTools { get; init; }

    /// <summary>The token for the host's API, valid for 48 hours: a secret. Null when the host has no signing key.</summary>
    public string? AuthToken { get; init; }

    /// <summary>What the bridge adds, or null.</summary>
    public BridgeExtras? Podclip { get; init; }

    /// <summary>What else the host sent; kept as it came.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Whether the host asks for a remote environment, which it offers to its own adapter types only.</summary>
    [JsonIgnore]
    public bool HasRemoteTarget => ExecutionTarget is JsonObject target && JavaScript.JsJson.TextOf(target["kind"]) == "remote";

    /// <summary>The MCP servers of this run. The bridge calls the host's <c>getServers()</c> and sends the list as <c>servers</c>.</summary>
    /// <returns>The servers; those that lack a member are left out.</returns>
    public IReadOnlyList<AdapterRuntimeMcpServer> McpServers() =>
        RuntimeMcp is JsonObject access && access["servers"] is JsonArray servers ? [.. servers.Select(Read).OfType<AdapterRuntimeMcpServer>()] : [];

    private static AdapterRuntimeMcpServer? Read(JsonNode? node)
    {
        string? Text(string name) => JavaScript.JsJson.TextOf((node as JsonObject)?[name]);
        return Text("name") is { } name && Text("url") is { } url && Text("token") is { } token
            ? new AdapterRuntimeMcpServer { Name = name, Url = url, Token = token, ConnectionId = Text("connectionId") ?? "" }
            : null;
    }
}
