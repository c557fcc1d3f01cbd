using Podclip.Paperclip.AdapterUtils;

namespace Podclip.Paperclip.Configuration;

/// <summary>Reads what all adapters understand of a configuration.</summary>
public static class AdapterSettingsReader
{
    /// <summary>Where Paperclip's data is in its own pod.</summary>
    public const string DefaultMountPath = "/paperclip";

    /// <summary>The prompt of an agent that has none of its own; the TypeScript adapters' words.</summary>
    public const string DefaultPromptTemplate = "You are agent {{agent.id}} ({{agent.name}}). Continue your Paperclip work.";

    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan DefaultQueueTimeout = TimeSpan.FromHours(1);

    /// <summary>Reads the settings. Problems go to the reader; what could not be read has its default.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="reattachesByDefault">Whether orphaned Jobs are gone on with when nothing is said about them: the adapters differ.</param>
    /// <returns>The settings.</returns>
    public static AdapterSettings Read(ConfigReader config, bool reattachesByDefault) => new()
    {
        Model = config.Text("model"),
        Effort = config.Text("effort"),
        Environment = ReadEnvironment(config),
        ExtraArguments = config.Texts("extraArgs"),
        PromptTemplate = config.Raw("promptTemplate") ?? DefaultPromptTemplate,
        BootstrapPromptTemplate = config.Raw("bootstrapPromptTemplate"),
        InstructionsFilePath = config.Text("instructionsFilePath"),
        Cwd = config.Text("cwd"),
        SkipPermissions = config.Flag("dangerouslySkipPermissions", fallback: true),
        Timeout = Positive(config.Seconds("timeoutSec")),
        Grace = config.Seconds("graceSec") is { } grace ? grace < ShortestGrace ? ShortestGrace : grace : DefaultGrace,
        QueueTimeout = config.Seconds("queueTimeoutSec") ?? DefaultQueueTimeout,
        Kubeconfig = config.Text("kubeconfig"),
        Namespace = config.Text("namespace"),
        Image = config.Text("image"),
        ImagePullPolicy = config.Text("imagePullPolicy") ?? "IfNotPresent",
        ServiceAccountName = config.Text("serviceAccountName"),
        MountServiceAccountToken = config.Flag("mountServiceAccountToken", fallback: false),
        Requests = ReadAmounts(config, "requests", "1000m", "2Gi"),
        Limits = ReadAmounts(config, "limits", "4000m", "8Gi"),
        NodeSelector = config.Map("nodeSelector"),
        Tolerations = TolerationReader.Read(config, "tolerations"),
        Labels = config.Map("labels") ?? new Dictionary<string, string>(StringComparer.Ordinal),
        // The form for a new agent stores 0 where it has no default of its own: nobody meant a Job that is gone the moment it ends.
        TimeToLive = Positive(config.Seconds("ttlSecondsAfterFinished")) ?? DefaultTimeToLive,
        RetainJobs = config.Flag("retainJobs", fallback: false),
        ReattachOrphanedJobs = config.Flag("reattachOrphanedJobs", reattachesByDefault),
        InheritEnv = config.Texts("inheritEnv") is var names && names is ["all"] ? new InheritedEnv.All() : new InheritedEnv.Named(names),
        InheritSecretVolumes = config.Flag("inheritSecretVolumes", fallback: false),
        WorkspaceVolumeClaim = config.Text("workspaceVolumeClaim"),
        WorkspaceMountPath = config.Text("workspaceMountPath") ?? DefaultMountPath,
        ApiUrl = ReadApiUrl(config),
        SecretRef = config.Text("secretRef") ?? "paperclip-secrets",
        McpServers = config.Object("mcpServers"),
    };

    private static TimeSpan? Positive(TimeSpan? time) => time > TimeSpan.Zero ? time : null;

    private static Dictionary<string, string> ReadEnvironment(ConfigReader config) =>
        (config.Map("env") ?? new Dictionary<string, string>(StringComparer.Ordinal))
        .Where(pair => !PaperclipEnv.IsForbiddenConfigEnvKey(pair.Key))
        .ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, string> ReadAmounts(ConfigReader config, string kind, string cpu, string memory) => new(StringComparer.Ordinal)
    {
        ["cpu"] = config.Dotted($"resources.{kind}.cpu") ?? cpu,
        ["memory"] = config.Dotted($"resources.{kind}.memory") ?? memory,
    };

    private static string? ReadApiUrl(ConfigReader config)
    {
        var url = config.Text("paperclipApiUrl");
        if (url is null || Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https")
        {
            return url?.TrimEnd('/');
        }

        config.Reject($"paperclipApiUrl '{url}' is no http or https address.");
        return null;
    }
}
