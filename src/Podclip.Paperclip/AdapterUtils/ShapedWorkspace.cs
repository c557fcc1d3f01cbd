namespace Podclip.Paperclip.AdapterUtils;

/// <summary>A workspace as the place of execution sees it.</summary>
/// <param name="Cwd">Its folder, or null.</param>
/// <param name="WorktreePath">Its git worktree, or null.</param>
/// <param name="Hints">Other workspaces.</param>
public sealed record ShapedWorkspace(string? Cwd, string? WorktreePath, IReadOnlyList<JsonNode?> Hints);
