namespace Podclip.Paperclip.AdapterUtils;

/// <summary>What a list of skills is made from.</summary>
public sealed record SkillSnapshotRequest
{
    /// <summary>The adapter.</summary>
    public required string AdapterType { get; init; }

    /// <summary>The skills there are.</summary>
    public required IReadOnlyList<PaperclipSkill> AvailableEntries { get; init; }

    /// <summary>The keys asked for.</summary>
    public required IReadOnlyList<string> DesiredSkills { get; init; }

    /// <summary>What to say of a desired skill that runs get; null for nothing.</summary>
    public string? ConfiguredDetail { get; init; }

    /// <summary>What to say of a desired skill that runs do not get; null for the usual words.</summary>
    public string? UnsupportedDetail { get; init; }

    /// <summary>What to say of a skill whose files are gone.</summary>
    public string MissingDetail { get; init; } = "Paperclip cannot find this skill in the local runtime skills directory.";

    /// <summary>How runs get skills: <c>ephemeral</c>, <c>persistent</c> or <c>unsupported</c>.</summary>
    public string Mode { get; init; } = "ephemeral";

    /// <summary>Whether runs get skills at all; null for whatever the mode says.</summary>
    public bool? Supported { get; init; }

    /// <summary>Skills a user put into the agent's folder: their names, and where each leads to if that is known.</summary>
    public IReadOnlyDictionary<string, string?> ExternalInstalled { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>How that folder is called.</summary>
    public string? ExternalLocationLabel { get; init; }

    /// <summary>What to say of them.</summary>
    public string? ExternalDetail { get; init; } = "Installed outside Paperclip management.";

    /// <summary>That folder.</summary>
    public string? SkillsHome { get; init; }

    /// <summary>Warnings to begin with.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
