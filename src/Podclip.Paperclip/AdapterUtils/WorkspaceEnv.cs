using System.Text.RegularExpressions;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>
/// The PAPERCLIP_WORKSPACE_* variables, and what of them makes sense on another machine than the host's. Behaviour of adapter-utils 2026.916.1.
/// </summary>
public static partial class WorkspaceEnv
{
    /// <summary>Sets the variables of what is known of the workspace; what is not known stays as it was.</summary>
    /// <param name="environment">The environment; changed.</param>
    /// <param name="workspace">The workspace.</param>
    /// <returns>The same environment.</returns>
    public static IDictionary<string, string> ApplyPaperclipWorkspaceEnv(IDictionary<string, string> environment, PaperclipWorkspace workspace)
    {
        Set("PAPERCLIP_WORKSPACE_CWD", workspace.Cwd);
        Set("PAPERCLIP_WORKSPACE_SOURCE", workspace.Source);
        Set("PAPERCLIP_WORKSPACE_STRATEGY", workspace.Strategy);
        Set("PAPERCLIP_WORKSPACE_ID", workspace.Id);
        Set("PAPERCLIP_WORKSPACE_REPO_URL", workspace.RepoUrl);
        Set("PAPERCLIP_WORKSPACE_REPO_REF", workspace.RepoRef);
        Set("PAPERCLIP_WORKSPACE_BRANCH", workspace.Branch);
        Set("PAPERCLIP_WORKSPACE_WORKTREE_PATH", workspace.WorktreePath);
        Set("AGENT_HOME", workspace.AgentHome);
        return environment;

        void Set(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                environment[name] = value;
            }
        }
    }

    /// <summary>The workspace as the place of execution sees it: on another machine no path of the host is left in it.</summary>
    /// <param name="workspace">The workspace on the host.</param>
    /// <param name="target">Where the agent runs.</param>
    /// <returns>Its folder, its worktree and the hints at other workspaces.</returns>
    public static ShapedWorkspace ShapePaperclipWorkspaceEnvForExecution(PaperclipWorkspace workspace, ExecutionPlace target)
    {
        var cwd = JsText.TrimToNull(workspace.Cwd);
        if (!target.IsRemote)
        {
            return new ShapedWorkspace(cwd, JsText.TrimToNull(workspace.WorktreePath), workspace.Hints);
        }

        return new ShapedWorkspace(
            JsText.TrimToNull(target.Cwd),
            null,
            [.. workspace.Hints.Select(hint => ShapeHint(hint, cwd is null ? null : PosixPath.Resolve(cwd), target))]);
    }

    /// <summary>On another machine, variables named <c>…_WORKSPACE_CWD</c> that point at the host's workspace point at the copy's.</summary>
    /// <param name="environment">The variables; those that are no text are left out.</param>
    /// <param name="workspaceCwd">The workspace on the host.</param>
    /// <param name="target">Where the agent runs.</param>
    /// <returns>The variables.</returns>
    public static IReadOnlyDictionary<string, string> RewriteWorkspaceCwdEnvVarsForExecution(JsonObject environment, string? workspaceCwd, ExecutionPlace target)
    {
        var there = JsText.TrimToNull(target.Cwd);
        var here = JsText.TrimToNull(workspaceCwd) is { } cwd ? PosixPath.Resolve(workspaceCwd!) : null;
        var rewrites = target.IsRemote && here is not null && there is not null;
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in environment)
        {
            if (JsJson.TextOf(node) is not { } value)
            {
                continue;
            }

            var isOurs = rewrites && name.EndsWith("_WORKSPACE_CWD", StringComparison.Ordinal)
                && JsText.TrimToNull(value) is { } path && PosixPath.Resolve(path) == here;
            result[name] = isOurs ? there! : value;
        }

        return result;
    }

    /// <summary>
    /// Sets the workspace's variables anew for the place of execution, then lays the user's variables over them: never PAPERCLIP_API_KEY, and a
    /// PAPERCLIP_ name only where the host has set none.
    /// </summary>
    /// <param name="environment">The environment; changed.</param>
    /// <param name="userEnvironment">The user's variables.</param>
    /// <param name="workspace">The workspace on the host.</param>
    /// <param name="target">Where the agent runs.</param>
    /// <returns>The workspace as it is there.</returns>
    public static ShapedWorkspace RefreshPaperclipWorkspaceEnvForExecution(
        IDictionary<string, string> environment,
        JsonObject userEnvironment,
        PaperclipWorkspace workspace,
        ExecutionPlace target)
    {
        var shaped = ShapePaperclipWorkspaceEnvForExecution(workspace, target);
        environment.Remove("PAPERCLIP_WORKSPACE_CWD");
        environment.Remove("PAPERCLIP_WORKSPACE_WORKTREE_PATH");
        environment.Remove("PAPERCLIP_WORKSPACES_JSON");
        ApplyPaperclipWorkspaceEnv(environment, workspace with { Cwd = shaped.Cwd, WorktreePath = shaped.WorktreePath });
        if (shaped.Hints.Count > 0)
        {
            environment["PAPERCLIP_WORKSPACES_JSON"] = JsJson.Stringify(new JsonArray([.. shaped.Hints.Select(hint => hint?.DeepClone())]));
        }

        foreach (var (name, value) in RewriteWorkspaceCwdEnvVarsForExecution(userEnvironment, workspace.Cwd, target with { Cwd = shaped.Cwd }))
        {
            if (!PaperclipEnv.IsForbiddenConfigEnvKey(name) && !(PaperclipEnv.IsPaperclipRuntimeEnvKey(name) && environment.ContainsKey(name)))
            {
                environment[name] = value;
            }
        }

        return shaped;
    }

    private static JsonObject ShapeHint(JsonNode? node, string? hostCwd, ExecutionPlace target)
    {
        var hint = ConfigValues.ParseObject(node?.DeepClone());
        if (JsText.TrimToNull(JsJson.TextOf(hint["cwd"])) is { } cwd)
        {
            if (CwdThere(cwd, JsJson.TextOf(hint["projectId"]), hostCwd, target) is { } there)
            {
                hint["cwd"] = there;
            }
            else
            {
                hint.Remove("cwd");
            }
        }

        return hint;
    }

    private static string? CwdThere(string cwd, string? projectId, string? hostCwd, ExecutionPlace target)
    {
        var root = JsText.TrimToNull(target.Cwd);
        if (hostCwd is not null && PosixPath.Resolve(cwd) == hostCwd)
        {
            return root;
        }

        if (hostCwd is not null && root is not null && PosixPath.Relative(hostCwd, cwd) is var relative && NestedRepository().IsMatch(relative))
        {
            return $"{root.TrimEnd('/')}/{relative}";
        }

        return projectId is { Length: > 0 } ? JsText.TrimToNull(target.StagedProjectDirs.GetValueOrDefault(projectId)) : null;
    }

    [GeneratedRegex(@"^\.paperclip-repositories/[a-zA-Z0-9_-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NestedRepository();
}
