using Podclip.Agents;
using Podclip.Engine;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Prompts;
using Podclip.Paperclip.Skills;

namespace Podclip.Paperclip.Adapters.OpenCodeK8s;

/// <summary><c>opencode_k8s</c>: OpenCode. It has no place for instructions of its own, nor for skills, so they stand in the prompt.</summary>
public sealed class OpenCodeK8sRecipe : AdapterRecipe
{
    /// <inheritdoc />
    public override AdapterKind Kind => AdapterKind.OpenCode;

    /// <inheritdoc />
    public override AdapterDescription Describe() => new()
    {
        Type = Kind.Type,
        Label = "OpenCode (Kubernetes)",
        SessionManagement = new AdapterSessionManagement(true, "unknown", new SessionCompactionPolicy(true, 200, 2_000_000, 72)),
        Models = OpenCodeK8sModels.All,
        ConfigSchema = new AdapterConfigSchema { Fields = OpenCodeK8sFields.All },
        AgentConfigurationDoc = ConfigurationDocument.OfAdapter(Kind.Type, "Runs OpenCode as an isolated Kubernetes Job for each heartbeat.", OpenCodeK8sFields.All),
    };

    /// <inheritdoc />
    public override string JobPrefix => "agent-opencode";

    /// <inheritdoc />
    public override SkillUse Skills => SkillUse.Prompt;

    /// <inheritdoc />
    public override bool Resumes(ConfigReader config) => config.Flag("resumeLastSession", fallback: true) && !EndsSessions(config);

    /// <inheritdoc />
    public override IEnumerable<PromptSection> Preface(RecipeInput input) =>
        [new("instructionsChars", input.Instructions?.Trim() ?? ""), new("skillsBundleChars", input.Skills.Text)];

    /// <inheritdoc />
    public override RunRequest Apply(RunRequest request, RecipeInput input) => request with
    {
        Effort = input.Config.Text("variant") ?? request.Effort,
        Sessions = EndsSessions(input.Config) ? new SessionStore.Ephemeral() : new SessionStore.Apart(FileNameOf(input.AgentId)),
    };

    private static bool EndsSessions(ConfigReader config) => config.Text("agentDbMode") == "ephemeral";

    // HOME is every agent's at once.
    private static string FileNameOf(string agentId) =>
        "agent-" + string.Concat(agentId.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-'));
}
