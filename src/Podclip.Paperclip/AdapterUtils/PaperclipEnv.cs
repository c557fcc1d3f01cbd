namespace Podclip.Paperclip.AdapterUtils;

/// <summary>The host's environment variables: which are its own, and what an agent's process may see of them. Behaviour of adapter-utils 2026.916.1.</summary>
public static class PaperclipEnv
{
    private static readonly HashSet<string> MachineVariables = new(StringComparer.OrdinalIgnoreCase)
    {
        "PATH", "HOME", "PWD", "SHELL", "USER", "LOGNAME", "NVM_DIR", "TMPDIR", "TMP", "TEMP",
        "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR",
    };

    /// <summary>Whether the name belongs to the host; a user's configuration may only set such a name when the host has not.</summary>
    /// <param name="key">The name.</param>
    /// <returns>True for <c>PAPERCLIP_…</c>.</returns>
    public static bool IsPaperclipRuntimeEnvKey(string key) => key.StartsWith("PAPERCLIP_", StringComparison.Ordinal);

    /// <summary>Whether a user's configuration may never set the name: the API key comes from the host alone.</summary>
    /// <param name="key">The name.</param>
    /// <returns>True for <c>PAPERCLIP_API_KEY</c>.</returns>
    public static bool IsForbiddenConfigEnvKey(string key) => key == "PAPERCLIP_API_KEY";

    /// <summary>Who the agent is and where the host's API answers.</summary>
    /// <param name="agentId">The agent.</param>
    /// <param name="companyId">Its company.</param>
    /// <param name="hostEnvironment">The host's own variables.</param>
    /// <returns>PAPERCLIP_AGENT_ID, PAPERCLIP_COMPANY_ID and PAPERCLIP_API_URL: the configured address, even an empty one, else the one the host listens at.</returns>
    public static IReadOnlyDictionary<string, string> BuildPaperclipEnv(string agentId, string companyId, IReadOnlyDictionary<string, string> hostEnvironment)
    {
        var host = ForUrl(First(hostEnvironment, "PAPERCLIP_LISTEN_HOST", "HOST") ?? "localhost");
        var port = First(hostEnvironment, "PAPERCLIP_LISTEN_PORT", "PORT") ?? "3100";
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PAPERCLIP_AGENT_ID"] = agentId,
            ["PAPERCLIP_COMPANY_ID"] = companyId,
            ["PAPERCLIP_API_URL"] = First(hostEnvironment, "PAPERCLIP_API_URL", "PAPERCLIP_RUNTIME_API_URL") ?? $"http://{host}:{port}",
        };
    }

    /// <summary>The variables by which an agent finds the host's connection tools, for adapters that ask for them by environment.</summary>
    /// <param name="access">The access the host granted, or null for none.</param>
    /// <returns>The variables; none without access. One of them is a bearer token.</returns>
    public static IReadOnlyDictionary<string, string> BuildRuntimeToolsEnv(JsonObject? access)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (access is null)
        {
            return environment;
        }

        var rest = ConfigValues.ParseObject(access["rest"]);
        Set("PAPERCLIP_RUNTIME_TOOLS_MCP_URL", access["mcpEndpoint"]);
        Set("PAPERCLIP_RUNTIME_TOOLS_TOKEN", access["bearerToken"]);
        Set("PAPERCLIP_RUNTIME_TOOLS_EXPIRES_AT", access["expiresAt"]);
        Set("PAPERCLIP_RUNTIME_TOOLS_CONNECTIONS_SEARCH_URL", rest["connectionsSearch"]);
        Set("PAPERCLIP_RUNTIME_TOOLS_CONNECTION_REQUEST_URL", rest["connectionRequest"]);
        environment["PAPERCLIP_RUNTIME_TOOLS_AVAILABLE"] = string.Join(',', ConfigValues.AsStringArray(access["tools"]));
        Set("PAPERCLIP_RUNTIME_TOOLS_GUIDANCE", access["guidance"]);
        return environment;

        void Set(string name, JsonNode? value)
        {
            if (JavaScript.JsJson.TextOf(value) is { } text)
            {
                environment[name] = text;
            }
        }
    }

    /// <summary>The host's environment without what the host means for itself or for another run.</summary>
    /// <param name="environment">The environment.</param>
    /// <returns>What a process may inherit of it.</returns>
    public static IReadOnlyDictionary<string, string> SanitizeInheritedPaperclipEnv(IReadOnlyDictionary<string, string> environment) =>
        Where(environment, name => name != "PAPERCLIPAI_CMD"
            && (!IsPaperclipRuntimeEnvKey(name) || name is "PAPERCLIP_RUNTIME_API_URL" or "PAPERCLIP_LISTEN_HOST" or "PAPERCLIP_LISTEN_PORT"));

    /// <summary>An environment for another machine: paths and users that are merely this machine's are left out.</summary>
    /// <param name="environment">The environment asked for.</param>
    /// <param name="inherited">This machine's own; names compare without case.</param>
    /// <returns>What is meant for the other machine.</returns>
    public static IReadOnlyDictionary<string, string> SanitizeRemoteExecutionEnv(
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyDictionary<string, string> inherited) =>
        Where(environment, name => !MachineVariables.Contains(name) || Inherited(inherited, name) != environment[name]);

    /// <summary>Where programs are looked for when nothing says so.</summary>
    /// <returns>A PATH for Unix; Podclip runs on nothing else.</returns>
    public static string DefaultPathForPlatform() => "/usr/local/bin:/opt/homebrew/bin:/usr/local/sbin:/usr/bin:/bin:/usr/sbin:/sbin";

    /// <summary>The environment with a PATH.</summary>
    /// <param name="environment">The environment.</param>
    /// <returns>The same if it has a PATH (or Path) that is not empty, else a copy with the platform's.</returns>
    public static IReadOnlyDictionary<string, string> EnsurePathInEnv(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault("PATH") is { Length: > 0 } || environment.GetValueOrDefault("Path") is { Length: > 0 }
            ? environment
            : new Dictionary<string, string>(environment, StringComparer.Ordinal) { ["PATH"] = DefaultPathForPlatform() };

    private static string? First(IReadOnlyDictionary<string, string> environment, string name, string other) =>
        environment.GetValueOrDefault(name) ?? environment.GetValueOrDefault(other);

    private static string ForUrl(string rawHost)
    {
        var host = JavaScript.JsText.Trim(rawHost);
        return host switch
        {
            "" or "0.0.0.0" or "::" => "localhost",
            _ when host.Contains(':', StringComparison.Ordinal) && host[0] != '[' && host[^1] != ']' => $"[{host}]",
            _ => host,
        };
    }

    private static string? Inherited(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.GetValueOrDefault(name)
        ?? environment.Where(variable => variable.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(variable => variable.Value).FirstOrDefault();

    private static Dictionary<string, string> Where(IReadOnlyDictionary<string, string> environment, Func<string, bool> isKept) =>
        environment.Where(variable => isKept(variable.Key)).ToDictionary(StringComparer.Ordinal);
}
