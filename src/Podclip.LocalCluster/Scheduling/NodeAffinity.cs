using System.Globalization;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Scheduling;

/// <summary>Whether a node is one that a pod asks for: its nodeSelector, and the node affinity that is required (component-helpers, nodeaffinity).</summary>
internal static class NodeAffinity
{
    /// <summary>Whether the pod may run there.</summary>
    public static bool Matches(JsonNode pod, StoredObject node)
    {
        var labels = node.Document.At("metadata", "labels");
        return pod.TextMembers("spec", "nodeSelector").All(wanted => labels.Text(wanted.Key) == wanted.Value)
            && (pod.At("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution") is not { } required
                || required.Items("nodeSelectorTerms").Any(term => MatchesTerm(term, labels, node.Name)));
    }

    /// <summary>A term without any expression matches nothing.</summary>
    private static bool MatchesTerm(JsonObject term, JsonNode? labels, string name) =>
        (term.Items("matchExpressions").Any() || term.Items("matchFields").Any())
        && term.Items("matchExpressions").All(expression => IsTrue(expression, labels.Text(expression.Text("key") ?? "")))
        && term.Items("matchFields").All(expression => IsTrue(expression, expression.Text("key") == "metadata.name" ? name : null));

    private static bool IsTrue(JsonObject expression, string? value) => expression.Text("operator") switch
    {
        "In" => value is not null && expression.Texts("values").Contains(value, StringComparer.Ordinal),
        "NotIn" => value is null || !expression.Texts("values").Contains(value, StringComparer.Ordinal),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => Compare(value, expression) > 0,
        "Lt" => Compare(value, expression) < 0,
        _ => false,
    };

    /// <summary>How a label that is a whole number compares with the only value; null when one of them is none.</summary>
    private static int? Compare(string? label, JsonObject expression) =>
        expression.Texts("values").ToList() is [var only]
        && long.TryParse(only, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bound)
        && long.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.CompareTo(bound)
            : null;
}
