using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.PodSecurity;

/// <summary>What the labels of a namespace ask of its pods. There is no audit log here: its labels are only checked.</summary>
/// <param name="Enforce">Pods that do not meet it are refused.</param>
/// <param name="Warn">Whoever makes pods, or what makes pods, that do not meet it is warned. Without a label of its own it is what is enforced.</param>
internal sealed partial record NamespaceSecurity(SecurityStandard Enforce, SecurityStandard Warn)
{
    private const string Prefix = "pod-security.kubernetes.io/";
    private static readonly string[] Modes = ["enforce", "audit", "warn"];

    /// <summary>That of a namespace. A label that cannot be read enforces the strictest and warns of nothing, as on the real server.</summary>
    public static NamespaceSecurity Of(JsonObject ns)
    {
        var labels = ns.At("metadata", "labels");
        var enforced = labels.Text(Prefix + "enforce");
        var enforce = new SecurityStandard(enforced is null ? SecurityLevel.Privileged : ParseLevel(enforced) ?? SecurityLevel.Restricted, MinorOf(labels, "enforce"));
        if (labels.Text(Prefix + "warn") is { } warned)
        {
            return new NamespaceSecurity(enforce, new SecurityStandard(ParseLevel(warned) ?? SecurityLevel.Privileged, MinorOf(labels, "warn")));
        }

        var isPinned = labels.Text(Prefix + "warn-version") is not null;
        return new NamespaceSecurity(enforce, new SecurityStandard(enforce.Level, isPinned ? MinorOf(labels, "warn") : enforce.Minor));
    }

    /// <summary>Finds labels that say nothing.</summary>
    public static void Validate(JsonObject ns, FieldErrors errors)
    {
        foreach (var mode in Modes)
        {
            if (ns.Text("metadata", "labels", Prefix + mode) is { } level && ParseLevel(level) is null)
            {
                errors.Invalid($"metadata.labels[{Prefix}{mode}]", level, "must be one of privileged, baseline, restricted");
            }

            if (ns.Text("metadata", "labels", $"{Prefix}{mode}-version") is { } version && version != "latest" && ParseMinor(version) is null)
            {
                errors.Invalid($"metadata.labels[{Prefix}{mode}-version]", version, "must be \"latest\" or \"v1.x\"");
            }
        }
    }

    private static SecurityLevel? ParseLevel(string text) => text switch
    {
        "privileged" => SecurityLevel.Privileged,
        "baseline" => SecurityLevel.Baseline,
        "restricted" => SecurityLevel.Restricted,
        _ => null,
    };

    private static int? MinorOf(JsonNode? labels, string mode) => labels.Text($"{Prefix}{mode}-version") is { } version ? ParseMinor(version) : null;

    private static int? ParseMinor(string text) =>
        VersionForm().Match(text) is { Success: true } match && int.TryParse(match.Groups["minor"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : null;

    [GeneratedRegex(@"^v1\.(?<minor>[0-9]|[1-9][0-9]*)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionForm();
}
