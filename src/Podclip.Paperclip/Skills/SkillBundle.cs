using Podclip.Agents;

namespace Podclip.Paperclip.Skills;

/// <summary>An agent's skills, ready for one run.</summary>
public sealed record SkillBundle
{
    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What stands for them and the instructions in a session; null where that means nothing to the agent.</summary>
    public string? Key { get; init; }

    /// <summary>The folder that holds them, which the pod sees; or null.</summary>
    public string? Folder { get; init; }

    /// <summary>The files of that folder where they must travel with the run.</summary>
    public IReadOnlyList<LaunchFile> Files { get; init; } = [];

    /// <summary>They as text for the prompt; empty where they are files.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the run's log says of them.</summary>
    public string Summary => $"({Names.Count}): {(Names.Count == 0 ? "none" : string.Join(", ", Names))}";
}
