namespace Podclip.Paperclip.Outcomes;

/// <summary>What the adapter knew of the session when it asked for the run, and stores with it.</summary>
public sealed record SessionFacts
{
    /// <summary>Nothing.</summary>
    public static SessionFacts None { get; } = new();

    /// <summary>The session that was to be resumed; null for a new one.</summary>
    public string? ResumedSessionId { get; init; }

    /// <summary>The model that was asked for; null for the agent's own choice.</summary>
    public string? ConfiguredModel { get; init; }

    /// <summary>The agent's working directory.</summary>
    public string? Cwd { get; init; }

    /// <summary>The host's workspace.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>The repository in it.</summary>
    public string? RepoUrl { get; init; }

    /// <summary>Its branch or commit.</summary>
    public string? RepoRef { get; init; }

    /// <summary>Which instructions the session was begun with.</summary>
    public string? PromptBundleKey { get; init; }
}
