namespace Podclip.Agents;

/// <summary>What is asked of an agent in one run.</summary>
public sealed record AgentRequest
{
    /// <summary>The prompt, byte for byte.</summary>
    public required ReadOnlyMemory<byte> Prompt { get; init; }

    /// <summary>The session to resume, or null for a new one.</summary>
    public string? SessionId { get; init; }

    /// <summary>Where the agent keeps its sessions.</summary>
    public SessionStore Sessions { get; init; } = new SessionStore.Home();

    /// <summary>The model, or null for the agent's own choice.</summary>
    public string? Model { get; init; }

    /// <summary>How hard the model is to think, in the agent's own words; null for the model's own choice.</summary>
    public string? Effort { get; init; }

    /// <summary>Whether the agent may use tools without asking (nobody is there to ask).</summary>
    public bool SkipPermissions { get; init; } = true;

    /// <summary>Instructions that stand above the prompt in every run of the session, or null.</summary>
    public ReadOnlyMemory<byte>? Instructions { get; init; }

    /// <summary>MCP servers in the agent's own JSON, or null. May hold tokens.</summary>
    public ReadOnlyMemory<byte>? McpServers { get; init; }

    /// <summary>Further folders the agent may work in, or takes skills from.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Where the container will see <see cref="AgentLaunch.Files"/>.</summary>
    public string FileDirectory { get; init; } = "/run/podclip/files";

    /// <summary>How many turns the agent may take; null for no limit.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>
    /// How many bytes of each output of a tool the model is to read; null for as many as the agent gives it. Only agents with a hook behind
    /// their tools can do this; others leave it aside.
    /// </summary>
    public int? MaxToolOutputBytes { get; init; }

    /// <summary>Further arguments for the agent's own command line, after ours.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];
}
