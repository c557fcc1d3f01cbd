using System.Text.Json.Serialization;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>A skill the host offers to an agent.</summary>
public sealed record PaperclipSkill
{
    /// <summary>Its name in the company: <c>owner/repository/name</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The folder's name in the agent's skills folder.</summary>
    public required string RuntimeName { get; init; }

    /// <summary>Its folder on the host.</summary>
    public required string Source { get; init; }

    /// <summary>The version asked for, or null for the current one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? VersionId { get; init; }

    /// <summary>The current version, or null when the skill has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? CurrentVersionId { get; init; }

    /// <summary><c>available</c>, <c>missing</c> when its files are gone, or null when nobody said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? SourceStatus { get; init; }

    /// <summary>Why its files are gone, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? MissingDetail { get; init; }
}
