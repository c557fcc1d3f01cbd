using Podclip.Agents;

namespace Podclip.Engine;

/// <summary>One run of an agent, as asked for. Checked by <see cref="Planning.RunRequestValidator"/> before anything is created.</summary>
public sealed record RunRequest
{
    /// <summary>The agent to run.</summary>
    public required IAgent Agent { get; init; }

    /// <summary>What is asked of it, byte for byte.</summary>
    public required ReadOnlyMemory<byte> Prompt { get; init; }

    /// <summary>
    /// The name that stands for the agent's identity: at most one run at a time under one name. Null for a run that nothing
    /// else excludes.
    /// </summary>
    public string? AgentName { get; init; }

    /// <summary>Where HOME is, which holds the agent's sessions.</summary>
    public HomeVolume Home { get; init; } = new HomeVolume.Ephemeral();

    /// <summary>A folder of the cluster's machine, mounted at its own path; null for an empty one that ends with the run.</summary>
    public string? Workspace { get; init; }

    /// <summary>The model, or null for the agent's own choice.</summary>
    public string? Model { get; init; }

    /// <summary>How hard the model is to think, in the agent's own words; null for the model's own choice.</summary>
    public string? Effort { get; init; }

    /// <summary>The session to resume, or null for a new one.</summary>
    public string? SessionId { get; init; }

    /// <summary>Where the agent keeps its sessions.</summary>
    public SessionStore Sessions { get; init; } = new SessionStore.Home();

    /// <summary>The image, or null for the agent's default.</summary>
    public string? Image { get; init; }

    /// <summary>Variables for the agent, values resolved. They travel in the run's Secret, never in the pod's spec.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further labels for Job and Pod.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Secrets that stand in no variable whose name tells it. They must not appear in the transcript either.</summary>
    public IReadOnlyList<string> SecretTexts { get; init; } = [];

    /// <summary>Labels by which another system finds its runs. They may use prefixes that are reserved to a user's labels.</summary>
    public IReadOnlyDictionary<string, string> SystemLabels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The Job's name, or null for one made from the agent and the run. Two runs of one Job name are never alive together.</summary>
    public string? JobName { get; init; }

    /// <summary>Where the pod may run and what it takes over.</summary>
    public PodOptions Pod { get; init; } = new();

    /// <summary>Whether a finished Job stays in the cluster, without its Secrets, until its time to live is over.</summary>
    public bool KeepsJob { get; init; }

    /// <summary>The pod's service account; null for the namespace's default. Its token is not mounted.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>How long the agent may run, from the moment its container runs; null for no limit of ours.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long the pod may take until its container runs.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the agent has between TERM and KILL.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the run may wait for its turn while other runs hold the agent's name; zero to be told at once that it is busy.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an agent that has said that it is done may take to exit before it is stopped; its own word then decides. Counted from its last output.</summary>
    public TimeSpan ExitTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an agent that reports by events may run without a single output before it is stopped; null for no limit. Agents that do
    /// not report, such as a script, may be silent for as long as they like.
    /// </summary>
    public TimeSpan? SilenceTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// For how long the cluster may be out of reach before the run is given up on. The agent itself goes on; nobody then knows what it
    /// came to.
    /// </summary>
    public TimeSpan UnreachableTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Instructions that stand above the prompt in every run, or null.</summary>
    public ReadOnlyMemory<byte>? Instructions { get; init; }

    /// <summary>MCP servers in the agent's own JSON, or null. May hold tokens.</summary>
    public ReadOnlyMemory<byte>? McpServers { get; init; }

    /// <summary>Further folders of the pod that the agent may work in, or takes skills from.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>The files of one more such folder, which travel with the run; none for no such folder.</summary>
    public IReadOnlyList<LaunchFile> Bundle { get; init; } = [];

    /// <summary>How many turns the agent may take; null for no limit.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>How many bytes of each output of a tool the model is to read, where the agent can cut it; null for as many as the agent gives it.</summary>
    public int? MaxToolOutputBytes { get; init; }

    /// <summary>Whether the agent uses its tools without asking. Nobody is there to ask.</summary>
    public bool SkipPermissions { get; init; } = true;

    /// <summary>Further arguments for the agent's own command line.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];
}
