namespace Podclip.Paperclip.Sessions;

/// <summary>What is stored of a session between runs. Only the id is indispensable: some wakes bring back nothing else.</summary>
/// <param name="SessionId">The agent's own id.</param>
public sealed record SessionState(string SessionId)
{
    /// <summary>The working directory.</summary>
    public string? Cwd { get; init; }

    /// <summary>The host's workspace.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>The repository in it.</summary>
    public string? RepoUrl { get; init; }

    /// <summary>The repository's ref.</summary>
    public string? RepoRef { get; init; }

    /// <summary>The bundle of instructions and skills.</summary>
    public string? PromptBundleKey { get; init; }
}
