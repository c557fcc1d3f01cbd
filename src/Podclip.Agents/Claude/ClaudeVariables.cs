using System.Collections.Frozen;

namespace Podclip.Agents.Claude;

/// <summary>The environment variables that matter to Claude Code.</summary>
internal static class ClaudeVariables
{
    /// <summary>Says where an Anthropic-compatible model is.</summary>
    public const string BaseUrl = "ANTHROPIC_BASE_URL";

    private const string Key = "ANTHROPIC_API_KEY";
    private const string Bedrock = "CLAUDE_CODE_USE_BEDROCK";
    private const string Vertex = "CLAUDE_CODE_USE_VERTEX";
    private const string Foundry = "CLAUDE_CODE_USE_FOUNDRY";

    private static readonly string[] Amazon = ["AWS_*"];

    private static readonly string[] Google = ["GOOGLE_*", "GCLOUD_PROJECT", "CLOUD_ML_REGION", "VERTEX_REGION_*"];

    private static readonly string[] Microsoft = ["AZURE_*"];

    // These tell Claude Code about the session or terminal it was started from. Podclip may itself be started from such a
    // session, and nothing of it exists in the pod.
    private static readonly string[] OfTheLauncher =
    [
        "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SSE_PORT", "CLAUDE_CODE_SESSION_*", "CLAUDE_CODE_REMOTE*", "CLAUDE_CODE_TMPDIR",
        "CLAUDE_CODE_EXECPATH", "CLAUDE_CODE_CHILD_SESSION",
        "CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR", "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR",
        "CLAUDE_CODE_GATEWAY_TOKEN_FILE_DESCRIPTOR", "CLAUDE_CODE_WEBSOCKET_AUTH_FILE_DESCRIPTOR",
    ];

    /// <summary>Keeps the agent to its model: no updates, no telemetry, no other host.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        ["DISABLE_AUTOUPDATER"] = "1",
        ["DISABLE_ERROR_REPORTING"] = "1",
        ["DISABLE_TELEMETRY"] = "1",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a run may take from the launching process.</summary>
    public static IReadOnlyList<string> Inherited { get; } =
    [
        "ANTHROPIC_*", "CLAUDE_CODE_*", .. Amazon, .. Google, .. Microsoft,
        "API_TIMEOUT_MS", "CLAUDE_ENABLE_BYTE_WATCHDOG", "CLAUDE_BYTE_STREAM_IDLE_TIMEOUT_MS",
        "BASH_DEFAULT_TIMEOUT_MS", "BASH_MAX_TIMEOUT_MS", "BASH_MAX_OUTPUT_LENGTH",
        "MAX_THINKING_TOKENS", "MAX_MCP_OUTPUT_TOKENS", "MCP_TIMEOUT", "MCP_TOOL_TIMEOUT",
        "DISABLE_AUTOUPDATER", "DISABLE_ERROR_REPORTING", "DISABLE_TELEMETRY", "DISABLE_PROMPT_CACHING*", "DISABLE_INTERLEAVED_THINKING",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy",
        "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ];

    /// <summary>
    /// What gives Claude Code a model. The clouds count with their region or project: their keys may come from the pod's own
    /// service account, which cannot be seen from here.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Credentials { get; } =
    [
        [Key],
        ["ANTHROPIC_AUTH_TOKEN"],
        ["CLAUDE_CODE_OAUTH_TOKEN"],
        [Bedrock, "AWS_REGION"],
        [Bedrock, "ANTHROPIC_BEDROCK_BASE_URL"],
        [Vertex, "CLOUD_ML_REGION", "ANTHROPIC_VERTEX_PROJECT_ID"],
        [Vertex, "ANTHROPIC_VERTEX_BASE_URL"],
        [Foundry, "ANTHROPIC_FOUNDRY_RESOURCE"],
        [Foundry, "ANTHROPIC_FOUNDRY_BASE_URL"],
    ];

    /// <summary>The variables that lead to an Anthropic-compatible endpoint.</summary>
    public static IReadOnlyDictionary<string, string> LeadTo(ModelAddress address)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { [BaseUrl] = address.BaseUrl };
        if (address.IsScripted)
        {
            variables[Key] = ModelAddress.ScriptedKey;
        }

        return variables;
    }

    /// <summary>A cloud's variables hold keys to far more than a model, so they are taken only when Claude Code is told to use that cloud.</summary>
    public static IReadOnlyList<string> Select(IReadOnlyDictionary<string, string> variables)
    {
        List<string> withheld = [.. OfTheLauncher];
        AddUnless(Bedrock, Amazon);
        AddUnless(Vertex, Google);
        AddUnless(Foundry, Microsoft);
        return [.. VariablePattern.Select(Inherited, variables.Keys).Where(name => !VariablePattern.Admits(withheld, name))];

        void AddUnless(string toggle, string[] patterns)
        {
            if (!variables.TryGetValue(toggle, out var value) || value is "" or "0" or "false")
            {
                withheld.AddRange(patterns);
            }
        }
    }
}
