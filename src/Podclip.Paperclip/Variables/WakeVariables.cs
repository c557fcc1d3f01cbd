using Podclip.Paperclip.AdapterUtils;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.Variables;

/// <summary>The PAPERCLIP_* variables by which an agent knows who it is, why it was woken and where it works. Pure.</summary>
internal static class WakeVariables
{
    private static readonly (string Name, string[] Keys)[] Texts =
    [
        ("PAPERCLIP_TASK_ID", ["taskId", "issueId"]),
        ("PAPERCLIP_WAKE_REASON", ["wakeReason"]),
        ("PAPERCLIP_WAKE_COMMENT_ID", ["wakeCommentId", "commentId"]),
        ("PAPERCLIP_APPROVAL_ID", ["approvalId"]),
        ("PAPERCLIP_APPROVAL_STATUS", ["approvalStatus"]),
        ("PAPERCLIP_RUNTIME_PRIMARY_URL", ["paperclipRuntimePrimaryUrl"]),
    ];

    private static readonly (string Name, string Key)[] Lists =
    [
        ("PAPERCLIP_WORKSPACES_JSON", "paperclipWorkspaces"),
        ("PAPERCLIP_RUNTIME_SERVICE_INTENTS_JSON", "paperclipRuntimeServiceIntents"),
        ("PAPERCLIP_RUNTIME_SERVICES_JSON", "paperclipRuntimeServices"),
    ];

    /// <summary>The variables of a run.</summary>
    /// <param name="execution">The run.</param>
    /// <returns>The variables, the API's address and key not among them.</returns>
    public static Dictionary<string, string> Of(AdapterExecutionContext execution)
    {
        var context = execution.Context;
        Dictionary<string, string> variables = new(StringComparer.Ordinal)
        {
            ["PAPERCLIP_AGENT_ID"] = execution.Agent.Id,
            ["PAPERCLIP_COMPANY_ID"] = execution.Agent.CompanyId,
            ["PAPERCLIP_RUN_ID"] = execution.RunId,
        };
        foreach (var (name, keys) in Texts)
        {
            Set(name, keys.Select(key => Text(context[key])).FirstOrDefault(text => text is not null));
        }

        Set("PAPERCLIP_ISSUE_WORK_MODE", Text((context["paperclipIssue"] as JsonObject)?["workMode"]));
        Set("PAPERCLIP_WAKE_PAYLOAD_JSON", execution.Podclip?.Prompts is { } byHost ? byHost.WakePayloadJson : WakePrompts.StringifyPaperclipWakePayload(context["paperclipWake"]));
        Set("PAPERCLIP_LINKED_ISSUE_IDS", string.Join(',', ConfigValues.AsStringArray(context["issueIds"]).Where(id => id.Trim().Length > 0)));
        foreach (var (name, key) in Lists)
        {
            Set(name, context[key] is JsonArray { Count: > 0 } list ? JsJson.Stringify(list) : null);
        }

        WorkspaceEnv.ApplyPaperclipWorkspaceEnv(variables, Workspace(context));
        return variables;

        void Set(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                variables[name] = value;
            }
        }
    }

    /// <summary>The workspace that the host made ready.</summary>
    /// <param name="context">The run's context.</param>
    /// <returns>What is known of it.</returns>
    public static PaperclipWorkspace Workspace(JsonObject context)
    {
        var workspace = ConfigValues.ParseObject(context["paperclipWorkspace"]);
        return new PaperclipWorkspace
        {
            Cwd = Text(workspace["cwd"]),
            Source = Text(workspace["source"]),
            Strategy = Text(workspace["strategy"]),
            Id = Text(workspace["workspaceId"]),
            RepoUrl = Text(workspace["repoUrl"]),
            RepoRef = Text(workspace["repoRef"]),
            Branch = Text(workspace["branchName"]),
            WorktreePath = Text(workspace["worktreePath"]),
            AgentHome = Text(workspace["agentHome"]),
        };
    }

    private static string? Text(JsonNode? node) => JsText.TrimToNull(JsJson.TextOf(node));
}
