using System.Text.Json.Serialization;

namespace Podclip.Engine.Preflight;

/// <summary>What a preflight came to.</summary>
public sealed record PreflightReport
{
    /// <summary>The greatest level of the findings.</summary>
    public FindingLevel Level => Findings.Count == 0 ? FindingLevel.Info : Findings.Max(finding => finding.Level);

    /// <summary>The namespace that was looked at; null when it did not come to that.</summary>
    public string? Namespace { get; init; }

    /// <summary>The API server's address.</summary>
    public Uri? Server { get; init; }

    /// <summary>The API server's version, such as <c>v1.32.13</c>.</summary>
    public string? Version { get; init; }

    /// <summary>Who the API server takes us for.</summary>
    public string? User { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double ElapsedSec { get; init; }

    /// <summary>The findings, in the order in which one would look at them.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What the API server said of each verb of <see cref="RequiredAccess"/>; empty when it did not come to that.</summary>
    [JsonIgnore]
    public IReadOnlyList<AccessAnswer> Access { get; init; } = [];

    /// <summary>What a run comes to as things are; null when nothing that was found stops it.</summary>
    [JsonIgnore]
    public RunOutcome? Outcome
    {
        get
        {
            // Without an answer or a right nothing behind it can be judged: that comes first, as it would in a run.
            var outcomes = Findings.Where(finding => finding.Level is FindingLevel.Error).Select(finding => finding.Outcome).OfType<RunOutcome>().ToList();
            return outcomes.Contains(RunOutcome.ClusterUnavailable) ? RunOutcome.ClusterUnavailable : outcomes.Count > 0 ? outcomes[0] : null;
        }
    }
}
