namespace Podclip.Paperclip.Contract;

/// <summary>What the host must know of an adapter before it runs anything.</summary>
public sealed record AdapterDescription
{
    /// <summary>The type: <c>claude_k8s</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is called.</summary>
    public required string Label { get; init; }

    /// <summary>Runs get a token for the host's API.</summary>
    public bool SupportsLocalAgentJwt { get; init; } = true;

    /// <summary>The host keeps a folder of instructions for each agent.</summary>
    public bool SupportsInstructionsBundle { get; init; } = true;

    /// <summary>The configuration's key that names its entry file.</summary>
    public string InstructionsPathKey { get; init; } = "instructionsFilePath";

    /// <summary>The host must write skills to its disk first.</summary>
    public bool RequiresMaterializedRuntimeSkills { get; init; }

    /// <summary>The adapter lists or syncs skills; the host derives it from the functions that are there.</summary>
    public bool SupportsSkills { get; init; } = true;

    /// <summary>How runs get the host's own tools: <c>native_mcp</c>, <c>environment</c> or <c>invocation_context</c>.</summary>
    public string RuntimeToolDelivery { get; init; } = "native_mcp";

    /// <summary>How sessions are treated.</summary>
    public required AdapterSessionManagement SessionManagement { get; init; }

    /// <summary>The models to choose from before any are looked up.</summary>
    public required IReadOnlyList<AdapterModel> Models { get; init; }

    /// <summary>The configuration for agents who hire agents, as Markdown.</summary>
    public required string AgentConfigurationDoc { get; init; }

    /// <summary>The configuration's fields.</summary>
    public required AdapterConfigSchema ConfigSchema { get; init; }
}
