using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Adapters.ClaudeK8s;

/// <summary>The form of <c>claude_k8s</c>. Keys, types and defaults of the TypeScript adapter's are kept.</summary>
internal static class ClaudeK8sFields
{
    /// <summary>The fields.</summary>
    public static IReadOnlyList<ConfigFieldSchema> All { get; } =
    [
        Field.Number("maxTurnsPerRun", "Max Turns Per Run", "How many turns the agent may take at each run; 0 for no limit.", 1000),
        Field.Switch("enableRtk", "Enable Output Filtering", "Cuts long outputs of tools before the model reads them. Needs node, python3 or perl in the image."),
        Field.Number("rtkMaxOutputBytes", "Max Tool Output Bytes", "How many bytes of a tool's output the model gets.", 50_000).When("enableRtk"),
        .. KubernetesFields.All(reattaches: true),
    ];
}
