using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Admission.PodSecurity;

/// <summary>Holds pods against a standard.</summary>
internal static class SecurityRules
{
    /// <summary>The minor of the newest version of whose standards there is any; "latest" and newer ones mean it.</summary>
    private const int Newest = 32;

    /// <summary>What a pod, or the template of one, does against a standard, in the order in which the real server tells it.</summary>
    public static IReadOnlyList<SecurityViolation> Find(SecurityStandard standard, JsonNode? pod)
    {
        if (standard.Level == SecurityLevel.Privileged)
        {
            return [];
        }

        var minor = Math.Min(standard.Minor ?? Newest, Newest);
        IEnumerable<SecurityCheck> checks = BaselineChecks.All;
        if (standard.Level == SecurityLevel.Restricted)
        {
            var added = RestrictedChecks.All.Where(c => c.Since <= minor).ToList();
            checks = checks.Where(c => !added.Exists(a => a.Replaces == c.Id)).Concat(added);
        }

        var looked = new CheckedPod(pod, minor);
        return [.. checks.Select(c => c.Find(looked)).OfType<SecurityViolation>()];
    }

    /// <summary>Violations as one text.</summary>
    public static string Describe(IEnumerable<SecurityViolation> violations) => string.Join(", ", violations.Select(v => $"{v.Reason} ({v.Detail})"));
}
