namespace Podclip.Engine;

/// <summary>What a run's pod is given besides its agent: where it may run, and what it takes over from elsewhere.</summary>
public sealed record PodOptions
{
    /// <summary>When the image is pulled: <c>IfNotPresent</c>, <c>Always</c> or <c>Never</c>.</summary>
    public string ImagePullPolicy { get; init; } = "IfNotPresent";

    /// <summary>The Secrets to pull the image with.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init; } = [];

    /// <summary>The pod's DNS settings, or null for the cluster's.</summary>
    public PodDnsConfig? DnsConfig { get; init; }

    /// <summary>Labels that a node must have.</summary>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Taints that the pod bears.</summary>
    public IReadOnlyList<Toleration> Tolerations { get; init; } = [];

    /// <summary>What is requested of a node, as Kubernetes quantities by resource.</summary>
    public IReadOnlyDictionary<string, string> Requests { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["cpu"] = "500m", ["memory"] = "512Mi" };

    /// <summary>What is allowed at most.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["memory"] = "4Gi" };

    /// <summary>Whether the service account's token is mounted. An agent that has it can do what the account may.</summary>
    public bool MountServiceAccountToken { get; init; }

    /// <summary>Variables by reference: to Secrets, ConfigMaps or the pod itself. A variable of the run's own takes its place.</summary>
    public IReadOnlyList<EnvVar> Variables { get; init; } = [];

    /// <summary>Whole Secrets and ConfigMaps as variables; the weakest of all.</summary>
    public IReadOnlyList<EnvFromSource> VariablesFrom { get; init; } = [];

    /// <summary>What else the container sees.</summary>
    public IReadOnlyList<PodMount> Mounts { get; init; } = [];

    /// <summary>Where the agent starts, within a mount; null for the workspace.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Further annotations of Job and Pod.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How long Kubernetes keeps a finished Job that nobody deleted. Never less than an hour: until then a run may be harvested.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromHours(1);
}
