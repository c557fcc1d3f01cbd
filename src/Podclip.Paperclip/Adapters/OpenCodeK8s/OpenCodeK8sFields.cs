using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Adapters.OpenCodeK8s;

/// <summary>The form of <c>opencode_k8s</c>. Keys, types and defaults of the TypeScript adapter's are kept.</summary>
internal static class OpenCodeK8sFields
{
    /// <summary>The fields.</summary>
    public static IReadOnlyList<ConfigFieldSchema> All { get; } =
    [
        .. Core().Select(field => field.In("Core")),
        .. KubernetesFields.All(reattaches: false),
    ];

    private static IEnumerable<ConfigFieldSchema> Core() =>
    [
        Field.Text("variant", "Variant", "How hard the model thinks, as OpenCode calls it."),
        Field.Switch("dangerouslySkipPermissions", "Skip Permission Checks", "Lets the agent use its tools and read outside its working directory without asking. Nobody is there to ask.", true),
        Field.Switch("resumeLastSession", "Resume Last Session", "Goes on with the task's session; off starts each run anew.", true),
        Field.Choice(
            "agentDbMode",
            "Agent DB Mode",
            "Where OpenCode keeps its sessions: in a database of the agent's own in HOME, or in one that ends with the Job, for a HOME on a network file system.",
            "dedicated_pvc",
            ("dedicated_pvc", "Dedicated (per-agent, persistent)"),
            ("ephemeral", "Ephemeral (lost on Job exit)")),
        Field.Text("agentDbStorageClass", "Agent DB Storage Class", "Not needed: the database stands in HOME, which has its claim already."),
        Field.Text("agentDbStorageCapacity", "Agent DB Storage Capacity", "Not needed, as above.", "1Gi"),
    ];
}
