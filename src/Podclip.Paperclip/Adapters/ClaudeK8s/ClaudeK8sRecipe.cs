using System.Text;
using Podclip.Engine;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Skills;

namespace Podclip.Paperclip.Adapters.ClaudeK8s;

/// <summary><c>claude_k8s</c>: Claude Code.</summary>
public sealed class ClaudeK8sRecipe : AdapterRecipe
{
    private const int DefaultMaxToolOutputBytes = 50_000;

    private static readonly Dictionary<string, string> NoVariables = [];

    /// <inheritdoc />
    public override AdapterKind Kind => AdapterKind.Claude;

    /// <inheritdoc />
    public override AdapterDescription Describe() => new()
    {
        Type = Kind.Type,
        Label = "Claude (Kubernetes)",
        SessionManagement = new AdapterSessionManagement(true, "confirmed", new SessionCompactionPolicy(true, 0, 0, 0)),
        Models = ClaudeK8sModels.Of(NoVariables),
        ConfigSchema = new AdapterConfigSchema { Fields = ClaudeK8sFields.All },
        AgentConfigurationDoc = ConfigurationDocument.OfAdapter(Kind.Type, "Runs Claude Code as an isolated Kubernetes Job for each heartbeat.", ClaudeK8sFields.All),
    };

    /// <inheritdoc />
    public override IReadOnlyList<AdapterModel> Models(IReadOnlyDictionary<string, string> variables) => ClaudeK8sModels.Of(variables);

    /// <inheritdoc />
    public override string JobPrefix => "ac";

    /// <inheritdoc />
    public override SkillUse Skills => SkillUse.Folder;

    /// <inheritdoc />
    public override bool ReattachesByDefault => true;

    /// <inheritdoc />
    public override RunRequest Apply(RunRequest request, RecipeInput input) => request with
    {
        Instructions = input.Instructions is { } text ? (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(text) : null,
        MaxTurns = input.Config.Number("maxTurnsPerRun") is > 0 and var turns ? (int)Math.Min(turns, int.MaxValue) : null,
        MaxToolOutputBytes = MaxToolOutputBytes(input.Config),
    };

    private static int? MaxToolOutputBytes(ConfigReader config)
    {
        var limit = (int)Math.Min(config.Number("rtkMaxOutputBytes") ?? DefaultMaxToolOutputBytes, int.MaxValue);
        return config.Flag("enableRtk", fallback: false) ? limit : null;
    }
}
