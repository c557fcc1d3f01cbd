using System.Text;
using Podclip.Agents.Shell;
using Podclip.Engine;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Skills;

namespace Podclip.Paperclip.Adapters.ShellK8s;

/// <summary>
/// <c>shell_k8s</c>: a script of the operator's own at each heartbeat, with everything that tells an agent of its task in its environment. The
/// smallest adapter there can be; <c>docs/writing-an-agent.md</c> goes through it.
/// </summary>
public sealed class ShellK8sRecipe : AdapterRecipe
{
    private static readonly AdapterKind Shell = new() { Type = "shell_k8s", Agent = new ShellAgent(), AgentTitle = "Script" };

    private static readonly ConfigFieldSchema[] Fields =
    [
        Field.Lines("script", "Script", "What sh runs at each heartbeat. PAPERCLIP_TASK_ID, PAPERCLIP_WAKE_REASON and the other variables of the run are there; what is printed is the summary.") with { Required = true },
        .. KubernetesFields.All(reattaches: false),
    ];

    /// <inheritdoc />
    public override AdapterKind Kind => Shell;

    /// <inheritdoc />
    public override string JobPrefix => "agent-shell";

    /// <inheritdoc />
    public override SkillUse Skills => SkillUse.None;

    /// <inheritdoc />
    public override AdapterDescription Describe() => new()
    {
        Type = Kind.Type,
        Label = "Shell script (Kubernetes)",
        SupportsSkills = false,
        SupportsInstructionsBundle = false,
        SessionManagement = new AdapterSessionManagement(false, "none", new SessionCompactionPolicy(false, 0, 0, 0)),
        Models = [new AdapterModel { Id = "none", Label = "No model" }],
        ConfigSchema = new AdapterConfigSchema { Fields = Fields },
        AgentConfigurationDoc = ConfigurationDocument.OfAdapter(Kind.Type, "Runs a shell script as an isolated Kubernetes Job for each heartbeat.", Fields),
    };

    /// <inheritdoc />
    public override bool Resumes(ConfigReader config) => false;

    /// <inheritdoc />
    public override RunRequest Apply(RunRequest request, RecipeInput input)
    {
        var script = input.Config.Raw("script");
        if (string.IsNullOrWhiteSpace(script))
        {
            input.Config.Reject("script is missing: it is what runs at each heartbeat.");
        }

        return request with { Prompt = Encoding.UTF8.GetBytes(script ?? ""), Model = null, Effort = null, McpServers = null };
    }
}
