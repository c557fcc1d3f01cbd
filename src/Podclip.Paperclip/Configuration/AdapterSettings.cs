using Podclip.Kubernetes.Resources.Core;

namespace Podclip.Paperclip.Configuration;

/// <summary>An agent's configuration, as far as all adapters understand it. Read by <see cref="AdapterSettingsReader"/>.</summary>
public sealed record AdapterSettings
{
    /// <summary>The model, or null for the agent's own.</summary>
    public string? Model { get; init; }

    /// <summary>How hard the model thinks, in the agent's words.</summary>
    public string? Effort { get; init; }

    /// <summary>Variables for the agent. The API key of the host is not among them.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further arguments of the agent's command line.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>What is said at each run.</summary>
    public string PromptTemplate { get; init; } = AdapterSettingsReader.DefaultPromptTemplate;

    /// <summary>What is said before it in a new session.</summary>
    public string? BootstrapPromptTemplate { get; init; }

    /// <summary>The file of the agent's instructions, on this machine.</summary>
    public string? InstructionsFilePath { get; init; }

    /// <summary>The working directory when the host names no workspace.</summary>
    public string? Cwd { get; init; }

    /// <summary>Whether the agent uses its tools without asking.</summary>
    public bool SkipPermissions { get; init; } = true;

    /// <summary>How long the agent may run; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long it has between TERM and KILL.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a run waits while another of the same agent goes on.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The kubeconfig, or null for the cluster this process is in, else the embedded one.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The namespace, or null for that of Paperclip's pod.</summary>
    public string? Namespace { get; init; }

    /// <summary>The image, or null for that of Paperclip's pod.</summary>
    public string? Image { get; init; }

    /// <summary>When it is pulled.</summary>
    public string ImagePullPolicy { get; init; } = "IfNotPresent";

    /// <summary>The service account, or null for the namespace's default.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>Whether its token is mounted.</summary>
    public bool MountServiceAccountToken { get; init; }

    /// <summary>What the pod requests.</summary>
    public IReadOnlyDictionary<string, string> Requests { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What it is allowed at most.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Labels a node must have; null to take those of Paperclip's pod, empty for none.</summary>
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    /// <summary>Taints the pod bears; null to take those of Paperclip's pod, empty for none.</summary>
    public IReadOnlyList<Toleration>? Tolerations { get; init; }

    /// <summary>Further labels. Those with a reserved prefix are left out with a warning.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long Kubernetes keeps a finished Job that nobody deleted.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Whether finished Jobs stay.</summary>
    public bool RetainJobs { get; init; }

    /// <summary>Whether a run goes on with a Job that another server left running for the same task.</summary>
    public bool ReattachOrphanedJobs { get; init; } = true;

    /// <summary>What of Paperclip's own environment the agent gets.</summary>
    public InheritedEnv InheritEnv { get; init; } = new InheritedEnv.Named([]);

    /// <summary>Whether the Secrets mounted in Paperclip's pod are mounted in the agent's.</summary>
    public bool InheritSecretVolumes { get; init; }

    /// <summary>The claim that holds the workspaces, or null for the one of Paperclip's pod.</summary>
    public string? WorkspaceVolumeClaim { get; init; }

    /// <summary>Where it is mounted.</summary>
    public string WorkspaceMountPath { get; init; } = AdapterSettingsReader.DefaultMountPath;

    /// <summary>Where Paperclip's API answers a pod; null to find out.</summary>
    public string? ApiUrl { get; init; }

    /// <summary>A Secret that is to exist, for the environment test.</summary>
    public string SecretRef { get; init; } = "paperclip-secrets";

    /// <summary>MCP servers by name, in the agent's own form.</summary>
    public System.Text.Json.Nodes.JsonObject? McpServers { get; init; }
}
