using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Api.Applying;

/// <summary>Which fields of two documents differ, and how to take fields out of one.</summary>
internal static class FieldComparison
{
    /// <summary>The part of a set of fields whose values in two documents are not the same.</summary>
    public static JsonObject Differing(JsonObject tree, JsonNode? left, JsonNode? right)
    {
        var result = new JsonObject();
        foreach (var (name, child) in tree)
        {
            var (before, after, inner) = (Member(left, name), Member(right, name), (JsonObject)child!);
            if (name == FieldTree.Itself)
            {
                continue;
            }

            if (inner.Count == 0)
            {
                if (!JsonNode.DeepEquals(before, after))
                {
                    result[name] = new JsonObject();
                }
            }
            else if (Differing(inner, before, after) is { Count: > 0 } deeper)
            {
                result[name] = deeper;
            }
        }

        return result;
    }

    /// <summary>Takes fields out of a document.</summary>
    public static void Remove(JsonObject tree, JsonNode document)
    {
        foreach (var (name, child) in tree)
        {
            if (name == FieldTree.Itself || Member(document, name) is not { } value)
            {
                continue;
            }

            var inner = (JsonObject)child!;
            if (inner.Count > 0 && !inner.ContainsKey(FieldTree.Itself))
            {
                Remove(inner, value);
            }
            else if (document is JsonObject parent)
            {
                parent.Remove(name[2..]);
            }
            else
            {
                ((JsonArray)document).Remove(value);
            }
        }
    }

    /// <summary>What a member of a tree stands for; null when it is not there.</summary>
    private static JsonNode? Member(JsonNode? parent, string name)
    {
        switch (parent)
        {
            case JsonObject map when name.StartsWith("f:", StringComparison.Ordinal):
                return map[name[2..]];
            case JsonArray list when name.StartsWith("k:", StringComparison.Ordinal):
                var keys = (JsonObject)JsonNode.Parse(name[2..])!;
                return list.FirstOrDefault(item => item is JsonObject o && keys.All(k => JsonNode.DeepEquals(o[k.Key], k.Value)));
            case JsonArray list when name.StartsWith("v:", StringComparison.Ordinal):
                var wanted = JsonNode.Parse(name[2..]);
                return list.FirstOrDefault(item => JsonNode.DeepEquals(item, wanted));
            default:
                return null;
        }
    }
}
