namespace Podclip.Paperclip.Contract;

/// <summary>How an agent is started, for the host's page of the run. Holds no secret.</summary>
public sealed record AdapterInvocationMeta
{
    /// <summary>The adapter.</summary>
    public required string AdapterType { get; init; }

    /// <summary>The command.</summary>
    public required string Command { get; init; }

    /// <summary>Where.</summary>
    public string? Cwd { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string>? CommandArgs { get; init; }

    /// <summary>What else to know.</summary>
    public IReadOnlyList<string>? CommandNotes { get; init; }

    /// <summary>Variables, secrets marked.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>The prompt.</summary>
    public string? Prompt { get; init; }

    /// <summary>How long its sections are, in UTF-16 units.</summary>
    public IReadOnlyDictionary<string, double>? PromptMetrics { get; init; }

    /// <summary>The run's context; large.</summary>
    public JsonObject? Context { get; init; }
}
