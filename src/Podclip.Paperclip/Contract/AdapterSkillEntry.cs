using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>One skill in the list the host shows.</summary>
public sealed record AdapterSkillEntry
{
    /// <summary>The skill.</summary>
    public required string Key { get; init; }

    /// <summary>Its folder's name in the agent's skills folder; null for one that is not there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? RuntimeName { get; init; }

    /// <summary>The version asked for; left out for what the host does not manage.</summary>
    public StatedText? VersionId { get; init; }

    /// <summary>The current version; left out for what the host does not manage.</summary>
    public StatedText? CurrentVersionId { get; init; }

    /// <summary>Whether the agent should have it.</summary>
    public bool Desired { get; init; }

    /// <summary>Whether the host manages it.</summary>
    public bool Managed { get; init; }

    /// <summary><c>available</c>, <c>configured</c>, <c>installed</c>, <c>missing</c>, <c>stale</c> or <c>external</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>company_managed</c>, <c>user_installed</c> or <c>external_unknown</c>.</summary>
    public string? Origin { get; init; }

    /// <summary>The origin for people.</summary>
    public string? OriginLabel { get; init; }

    /// <summary>Where a user's own skill is, for people.</summary>
    public StatedText? LocationLabel { get; init; }

    /// <summary>Whether the host may not change it.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Its folder on the host, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? SourcePath { get; init; }

    /// <summary>Its folder where the agent sees it, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? TargetPath { get; init; }

    /// <summary>What becomes of it, for people; or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Detail { get; init; }
}
