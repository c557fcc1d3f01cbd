using System.Text.Json.Serialization;

namespace Podclip.Engine.Preflight;

/// <summary>One thing that a preflight found out. Holds no secret.</summary>
public sealed record Finding
{
    /// <summary>The stable code (docs/doctor.md).</summary>
    public required string Code { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingLevel Level { get; init; }

    /// <summary>What it is about, such as <c>Secret agents/registry</c>.</summary>
    public required string Object { get; init; }

    /// <summary>What was found, in one sentence, with the cluster's own words where it said something.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it; null where nothing needs to be done.</summary>
    public string? Remedy { get; init; }

    /// <summary>Documents that mend it, complete, for <c>kubectl apply -f -</c>; null where no document can.</summary>
    public string? Yaml { get; init; }

    /// <summary>What a run comes to because of it; null where a run works.</summary>
    [JsonIgnore]
    public RunOutcome? Outcome { get; init; }
}
