using Podclip.Paperclip.AdapterUtils;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.Prompts;

/// <summary>
/// Puts a run's prompt together, in the order of the host's own adapters: bootstrap (new sessions only), why it was woken, the handoff of a
/// rotated session, the task, and what is said at each run (not where the wake says everything: in a resumed session, and in a recovery). Pure.
/// </summary>
public static class PromptWriter
{
    /// <summary>The prompt of a run.</summary>
    /// <param name="execution">The run.</param>
    /// <param name="settings">The agent's templates.</param>
    /// <param name="isResumed">Whether its session goes on.</param>
    /// <param name="preface">What the adapter says first, such as instructions of an agent that has no place of their own for them; blank sections are left out.</param>
    /// <returns>The prompt.</returns>
    public static AgentPrompt Write(AdapterExecutionContext execution, AdapterSettings settings, bool isResumed, params IReadOnlyList<PromptSection> preface)
    {
        var context = execution.Context;
        var data = TemplateData(execution);
        var isConversation = JsJson.IsTruthy(context["conversationMode"]);
        var byHost = isResumed ? execution.Podclip?.Prompts?.Resumed : execution.Podclip?.Prompts?.Fresh;
        var task = byHost?.Task ?? WakePrompts.SelectPaperclipTaskMarkdown(context, isResumed);
        var wake = byHost?.Wake ?? WakePrompts.RenderPaperclipWakePrompt(
            context["paperclipWake"],
            new WakePromptOptions { ResumedSession = isResumed, ConversationMode = isConversation, SuppressIssueDescription = task.Trim().Length > 0 });
        var bootstrap = isResumed ? "" : PromptTemplates.RenderTemplate(settings.BootstrapPromptTemplate ?? "", data).Trim();
        var handoff = JsJson.TextOf(context["paperclipSessionHandoffMarkdown"])?.Trim() ?? "";
        var heartbeat = isResumed && wake.Length > 0 || WakePrompts.IsPaperclipRecoveryWakePayload(context["paperclipWake"]) ? "" : PromptTemplates.RenderTemplate(settings.PromptTemplate, data).Trim();
        IReadOnlyList<PromptSection> sections =
        [
            .. preface,
            new("bootstrapPromptChars", bootstrap),
            new("wakePromptChars", wake),
            new("sessionHandoffChars", handoff),
            new("taskContextChars", task.Trim()),
            new("heartbeatPromptChars", heartbeat),
        ];
        var text = PromptTemplates.JoinPromptSections(sections.Select(section => section.Text));
        Dictionary<string, double> metrics = new(StringComparer.Ordinal) { ["promptChars"] = text.Length };
        foreach (var section in sections)
        {
            metrics[section.Metric] = section.Text.Length;
        }

        return new AgentPrompt(text, metrics);
    }

    private static JsonObject TemplateData(AdapterExecutionContext execution) => new()
    {
        ["agentId"] = execution.Agent.Id,
        ["companyId"] = execution.Agent.CompanyId,
        ["runId"] = execution.RunId,
        ["company"] = new JsonObject { ["id"] = execution.Agent.CompanyId },
        ["agent"] = System.Text.Json.JsonSerializer.SerializeToNode(execution.Agent, PaperclipJson.Plain.AdapterAgent),
        ["run"] = new JsonObject { ["id"] = execution.RunId, ["source"] = "on_demand" },
        ["context"] = execution.Context.DeepClone(),
    };
}
