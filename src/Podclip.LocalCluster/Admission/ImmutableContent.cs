using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>The rule of Secrets and ConfigMaps that are marked immutable.</summary>
internal static class ImmutableContent
{
    /// <summary>Checks a change of such an object.</summary>
    public static void Validate(JsonObject current, JsonObject changed, IEnumerable<string> fields, FieldErrors errors)
    {
        if (!current.Flag("immutable"))
        {
            return;
        }

        foreach (var field in fields.Append("immutable").Where(f => !JsonNode.DeepEquals(current[f], changed[f])))
        {
            errors.Forbidden(field, "field is immutable when `immutable` is set");
        }
    }
}
