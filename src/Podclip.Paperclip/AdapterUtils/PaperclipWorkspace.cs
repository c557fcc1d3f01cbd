namespace Podclip.Paperclip.AdapterUtils;

/// <summary>The workspace the host made ready for a run; null for what it did not say.</summary>
public sealed record PaperclipWorkspace
{
    /// <summary>The folder to work in, on the host.</summary>
    public string? Cwd { get; init; }

    /// <summary>Where it comes from: <c>agent_home</c>, <c>project_primary</c>, …</summary>
    public string? Source { get; init; }

    /// <summary>How it was made: <c>git_worktree</c>, …</summary>
    public string? Strategy { get; init; }

    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>The repository it holds.</summary>
    public string? RepoUrl { get; init; }

    /// <summary>The repository's ref.</summary>
    public string? RepoRef { get; init; }

    /// <summary>The branch that is checked out.</summary>
    public string? Branch { get; init; }

    /// <summary>The git worktree, on the host.</summary>
    public string? WorktreePath { get; init; }

    /// <summary>The agent's own folder, on the host.</summary>
    public string? AgentHome { get; init; }

    /// <summary>Other workspaces the agent may care about, as the host describes them.</summary>
    public IReadOnlyList<JsonNode?> Hints { get; init; } = [];
}
