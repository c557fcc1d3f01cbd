using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Adapters;

/// <summary>The fields that the host edits by itself or that only its API sets: read by the adapters, and no part of their forms.</summary>
internal static class HostFields
{
    /// <summary>The fields.</summary>
    public static IReadOnlyList<ConfigFieldSchema> All { get; } =
    [
        Field.Text("model", "Model", "The model. The agent's own choice by default."),
        Field.Text("effort", "Effort", "How hard the model thinks, in the agent's words."),
        Field.Text("instructionsFilePath", "Instructions File", "The agent's instructions, on Paperclip's machine. They travel with each run and apply to resumed sessions as well."),
        Field.Text("cwd", "Working Directory", "Where the agent works when Paperclip names no workspace. By default where the workspace claim is mounted."),
        Field.Lines("promptTemplate", "Prompt Template", "What the agent is told at each run. {{agent.id}}, {{agent.name}}, {{company.id}}, {{run.id}} and {{context.…}} are filled in."),
        Field.Lines("bootstrapPromptTemplate", "Bootstrap Prompt Template", "What it is told before that in a new session."),
        Field.Lines("env", "Environment", "Variables for the agent, as an object. They travel in a Secret. PAPERCLIP_API_KEY cannot be set."),
        Field.Lines("extraArgs", "Extra Arguments", "Further arguments of the agent's command line, as an array."),
        Field.Lines("mcpServers", "MCP Servers", "MCP servers by name, as an object in the agent's own form. Paperclip's own are added."),
        Field.Number("timeoutSec", "Timeout", "Seconds that the agent may run; 0 for no limit.", 0),
        Field.Number("graceSec", "Grace", "Seconds that it has to end when it is stopped; at least 1.", 60),
        Field.Switch("dangerouslySkipPermissions", "Skip Permissions", "Whether the agent uses its tools without asking. Nobody is there to ask.", true),
        Field.Text("secretRef", "Secret", "A Secret that the environment test looks for.", "paperclip-secrets"),
    ];
}
