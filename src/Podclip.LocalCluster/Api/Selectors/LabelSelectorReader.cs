using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Selectors;

/// <summary>Reads selectors that stand in objects, as <c>metav1.LabelSelector</c>.</summary>
internal static class LabelSelectorReader
{
    /// <summary>Whether labels meet a selector. One that is not there, or says what cannot be, is met by none; an empty one by all.</summary>
    public static bool Matches(JsonNode? selector, JsonNode? labels) =>
        selector is JsonObject
        && selector.TextMembers("matchLabels").All(l => labels.Text(l.Key) == l.Value)
        && selector.Items("matchExpressions").All(e => Requirement(e)?.Matches(labels) == true);

    /// <summary>One condition; null for an unknown operator.</summary>
    private static LabelRequirement? Requirement(JsonObject expression)
    {
        var key = expression.Text("key") ?? "";
        var values = expression.Texts("values").ToHashSet(StringComparer.Ordinal);
        return expression.Text("operator") switch
        {
            "In" => new LabelRequirement.In(key, values),
            "NotIn" => new LabelRequirement.NotIn(key, values),
            "Exists" => new LabelRequirement.Exists(key),
            "DoesNotExist" => new LabelRequirement.Absent(key),
            _ => null,
        };
    }
}
