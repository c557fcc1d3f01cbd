using Podclip.Paperclip.AdapterUtils;

namespace Podclip.Paperclip.Contract;

/// <summary>The skills of an agent, as the host shows them.</summary>
public sealed record AdapterSkillSnapshot
{
    /// <summary>The adapter.</summary>
    public required string AdapterType { get; init; }

    /// <summary>Whether runs get skills.</summary>
    public bool Supported { get; init; }

    /// <summary>How: <c>ephemeral</c> with each run, <c>persistent</c> in a folder that stays, or <c>unsupported</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The keys of the skills the agent should have.</summary>
    public required IReadOnlyList<string> DesiredSkills { get; init; }

    /// <summary>The same with their versions.</summary>
    public IReadOnlyList<DesiredSkill> DesiredSkillEntries { get; init; } = [];

    /// <summary>All skills, ordered by key.</summary>
    public required IReadOnlyList<AdapterSkillEntry> Entries { get; init; }

    /// <summary>What is wrong, for people.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
