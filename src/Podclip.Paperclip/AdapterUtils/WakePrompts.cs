using Podclip.Paperclip.AdapterUtils.Wake;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>Why an agent was woken, told to it: as a prompt and as JSON. Behaviour of adapter-utils 2026.916.1.</summary>
public static class WakePrompts
{
    /// <summary>The wake as a prompt, with the connector skills assigned to the agent after it.</summary>
    /// <param name="payload">The host's <c>context.paperclipWake</c>.</param>
    /// <param name="options">How to tell it.</param>
    /// <returns>Markdown; empty when the payload says nothing.</returns>
    public static string RenderPaperclipWakePrompt(JsonNode? payload, WakePromptOptions? options = null)
    {
        var skills = ConfigValues.ParseObject(payload).Text("connectorSkillInstructions");
        return PromptTemplates.JoinPromptSections(
        [
            WakePayload.Normalize(payload) is { } wake ? new WakePromptWriter(wake, options ?? new WakePromptOptions()).Write() : null,
            skills is null ? null : $"## Assigned connector skills\n\n{skills}",
        ]);
    }

    /// <summary>The wake as JSON, for PAPERCLIP_WAKE_PAYLOAD_JSON: known members only, in a fixed order.</summary>
    /// <param name="payload">The host's <c>context.paperclipWake</c>.</param>
    /// <param name="omitIssueDescription">Leaves the issue's description out.</param>
    /// <returns>JSON, or null when the payload says nothing.</returns>
    public static string? StringifyPaperclipWakePayload(JsonNode? payload, bool omitIssueDescription = false)
    {
        var wake = WakePayload.Normalize(payload);
        if (omitIssueDescription && wake?.Part("issue") is { } issue)
        {
            issue["description"] = null;
            issue["descriptionTruncated"] = false;
        }

        return wake is null ? null : JsJson.Stringify(wake);
    }

    /// <summary>Whether the wake asks to recover a task rather than to work on it.</summary>
    /// <param name="payload">The host's <c>context.paperclipWake</c>.</param>
    /// <returns>True when it names a cause of recovery, or recovery as its reason.</returns>
    public static bool IsPaperclipRecoveryWakePayload(JsonNode? payload) =>
        WakePayload.Normalize(payload) is { } wake && (wake["recovery"] is not null || wake.Raw("reason") == "source_scoped_recovery_action");

    /// <summary>How the issue is to be worked on: <c>standard</c>, <c>ask</c>, <c>planning</c>, …</summary>
    /// <param name="context">The run's context.</param>
    /// <returns>The mode, or null.</returns>
    public static string? ReadPaperclipIssueWorkModeFromContext(JsonNode? context)
    {
        var members = ConfigValues.ParseObject(context);
        return members.Object("paperclipIssue").Text("workMode") ?? WakePayload.Normalize(members["paperclipWake"])?.Part("issue")?.Text("workMode");
    }

    /// <summary>Whether the reason starts work on an issue, so that even a resumed session may never have seen its brief.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>True for the four such reasons, written exactly so.</returns>
    public static bool IsAssignmentShapedPaperclipWakeReason(JsonNode? reason) =>
        JsJson.TextOf(reason) is "issue_assigned" or "issue_reopened_via_comment" or "issue_recovery_action_restored" or "issue_tree_restored";

    /// <summary>The task's brief for the prompt: the short form for a resumed session that already had the full one.</summary>
    /// <param name="context">The run's context.</param>
    /// <param name="resumedSession">Whether the session goes on.</param>
    /// <returns>Markdown; empty when there is no brief.</returns>
    public static string SelectPaperclipTaskMarkdown(JsonNode? context, bool resumedSession = false)
    {
        var members = ConfigValues.ParseObject(context);
        if (members.Text("paperclipTaskMarkdown") is not { } full)
        {
            return "";
        }

        var wake = resumedSession ? WakePayload.Normalize(members["paperclipWake"]) : null;
        var isNew = wake is null || IsAssignmentShapedPaperclipWakeReason(wake["reason"]) || IsPaperclipRecoveryWakePayload(members["paperclipWake"]);
        return isNew ? full : members.Text("paperclipTaskMarkdownCompact") ?? full;
    }
}
