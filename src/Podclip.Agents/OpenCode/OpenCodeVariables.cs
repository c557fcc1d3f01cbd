using System.Collections.Frozen;

namespace Podclip.Agents.OpenCode;

/// <summary>The environment variables that matter to OpenCode.</summary>
internal static class OpenCodeVariables
{
    /// <summary>Holds configuration as JSON; the last word over all files.</summary>
    public const string ConfigContent = "OPENCODE_CONFIG_CONTENT";

    private const string Database = "OPENCODE_DB";

    // A cloud's variables hold keys to far more than a model, so they are taken only for a model of that cloud.
    private static readonly FrozenDictionary<string, string[]> OfClouds = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["amazon-bedrock"] = ["AWS_*"],
        ["google-vertex"] = ["GOOGLE_*", "GCLOUD_PROJECT", "GCP_PROJECT", "VERTEX_LOCATION"],
        ["google-vertex-anthropic"] = ["GOOGLE_*", "GCLOUD_PROJECT", "GCP_PROJECT", "VERTEX_LOCATION"],
        ["azure"] = ["AZURE_*"],
        ["azure-cognitive-services"] = ["AZURE_*"],
        ["github-copilot"] = ["GITHUB_TOKEN"],
        ["github-models"] = ["GITHUB_TOKEN"],
        ["gitlab"] = ["GITLAB_TOKEN"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Providers that take one key, and nothing else is behind it.
    private static readonly string[] Keys =
    [
        "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "OPENROUTER_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY", "OPENCODE_API_KEY",
        "CEREBRAS_API_KEY", "COHERE_API_KEY", "DEEPINFRA_API_KEY", "DEEPSEEK_API_KEY", "FIREWORKS_API_KEY", "GROQ_API_KEY", "HF_TOKEN",
        "MISTRAL_API_KEY", "MOONSHOT_API_KEY", "PERPLEXITY_API_KEY", "TOGETHER_API_KEY", "XAI_API_KEY", "ZHIPU_API_KEY",
    ];

    /// <summary>
    /// Keeps the agent to its model: no updates, no downloads, nothing shared. The repository's own configuration could lead it
    /// elsewhere, so it is not read. Errors of OpenCode's log are printed: retries, and the cause of some failures, are told only there.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["OPENCODE_DISABLE_AUTOUPDATE"] = "1",
        ["OPENCODE_DISABLE_LSP_DOWNLOAD"] = "1",
        ["OPENCODE_DISABLE_MODELS_FETCH"] = "1",
        ["OPENCODE_DISABLE_PROJECT_CONFIG"] = "true",
        ["OPENCODE_DISABLE_SHARE"] = "1",
        ["OPENCODE_LOG_LEVEL"] = "ERROR",
        ["OPENCODE_PRINT_LOGS"] = "1",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Where OpenCode keeps sessions, keys, settings and locks. An image may say otherwise, and a session would be lost with its pod.</summary>
    public static IReadOnlyDictionary<string, string> HomeFolders { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["XDG_CACHE_HOME"] = ".cache",
        ["XDG_CONFIG_HOME"] = ".config",
        ["XDG_DATA_HOME"] = ".local/share",
        ["XDG_STATE_HOME"] = ".local/state",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The variables for sessions in a place. A database that ends with the run is in the pod's own folder for passing things.</summary>
    public static IReadOnlyDictionary<string, string> DefaultsFor(SessionStore sessions) =>
        sessions is SessionStore.Ephemeral ? With(Defaults, "/tmp/opencode.db") : Defaults;

    /// <summary>
    /// The places below HOME for sessions in a place. OpenCode makes its data folder itself, but none for a database elsewhere, so
    /// one that stands apart is in it.
    /// </summary>
    public static IReadOnlyDictionary<string, string> HomePlacesFor(SessionStore sessions) =>
        sessions is SessionStore.Apart { Name: var name } ? With(HomeFolders, $".local/share/opencode/{name}.db") : HomeFolders;

    /// <summary>What a run may take from the launching process. Paths of this machine are not among it.</summary>
    public static IReadOnlyList<string> Inherited { get; } =
    [
        .. Keys, .. OfClouds.Values.SelectMany(patterns => patterns).Distinct(StringComparer.Ordinal),
        ConfigContent, "OPENCODE_AUTH_CONTENT", "OPENCODE_PERMISSION", "OPENCODE_MODELS_URL",
        "OPENCODE_DISABLE_*", "OPENCODE_ENABLE_*", "OPENCODE_EXPERIMENTAL*",
        "ANTHROPIC_BASE_URL", "OPENAI_BASE_URL", "CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "all_proxy",
        "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ];

    /// <summary>
    /// What gives OpenCode a model: a provider's key, a cloud, or a configuration that says all. The clouds count with their region,
    /// project or resource: their keys may come from the pod's own service account, which cannot be seen from here.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Credentials { get; } =
    [
        .. Keys.Select(key => (IReadOnlyList<string>)[key]),
        ["OPENCODE_AUTH_CONTENT"],
        [ConfigContent],
        ["AWS_REGION"],
        ["GOOGLE_CLOUD_PROJECT"],
        ["AZURE_RESOURCE_NAME"],
    ];

    /// <summary>The names a run takes, for a model of a provider.</summary>
    public static IReadOnlyList<string> Select(IReadOnlyDictionary<string, string> variables, string? provider)
    {
        var own = provider is null ? [] : OfClouds.GetValueOrDefault(provider, []);
        List<string> withheld = [.. OfClouds.Values.SelectMany(patterns => patterns).Except(own, StringComparer.Ordinal)];

        // "GOOGLE_*" of the cloud would also hold back the plain key.
        return
        [
            .. VariablePattern.Select(Inherited, variables.Keys)
                .Where(name => Keys.Contains(name, StringComparer.Ordinal) || !VariablePattern.Admits(withheld, name)),
        ];
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> variables, string database) =>
        new(variables, StringComparer.Ordinal) { [Database] = database };
}
