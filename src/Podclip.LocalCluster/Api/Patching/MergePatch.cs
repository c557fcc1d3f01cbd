using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Api.Patching;

/// <summary>A JSON merge patch (RFC 7386): members replace, null removes, lists are replaced whole.</summary>
internal sealed class MergePatch(JsonObject patch) : DocumentPatch
{
    /// <inheritdoc />
    public override JsonObject Apply(JsonObject document)
    {
        Merge(document, patch);
        return document;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(name);
                    break;
                case JsonObject inner:
                    if (target[name] is not JsonObject existing)
                    {
                        // Nulls inside a new object mean absent members, so it is merged and not copied.
                        existing = [];
                        target[name] = existing;
                    }

                    Merge(existing, inner);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }
    }
}
