using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>A limit of a provider and how much of it is used.</summary>
public sealed record QuotaWindow
{
    /// <summary>Which.</summary>
    public required string Label { get; init; }

    /// <summary>0 to 100, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? UsedPercent { get; init; }

    /// <summary>When it starts anew (ISO 8601), or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ResetsAt { get; init; }

    /// <summary>As words, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ValueLabel { get; init; }

    /// <summary>More of it.</summary>
    public string? Detail { get; init; }
}
