using System.Text.Json.Nodes;
using Podclip.LocalCluster.Schema;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Patching;

/// <summary>Kubernetes' strategic merge patch: like a merge patch, but lists with a merge key are merged item by item.</summary>
internal sealed class StrategicMergePatch(JsonObject patch, SchemaType type) : DocumentPatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";
    private const string OrderPrefix = "$setElementOrder/";

    /// <inheritdoc />
    public override JsonObject Apply(JsonObject document) => Merge(document, patch, type);

    private static JsonObject Merge(JsonObject target, JsonObject patch, SchemaType? type)
    {
        switch (patch.Text(Directive))
        {
            case "replace":
                return WithoutDirectives(patch);
            case "delete":
                return [];
            default:
                break;
        }

        if (patch[RetainKeys] is JsonArray)
        {
            var kept = patch.Texts(RetainKeys).ToHashSet(StringComparer.Ordinal);
            foreach (var name in target.Select(m => m.Key).Where(name => !kept.Contains(name)).ToList())
            {
                target.Remove(name);
            }
        }

        foreach (var (name, value) in patch)
        {
            if (name.StartsWith('$'))
            {
                continue;
            }

            MergeMember(target, name, value, patch, type?.Find(name));
        }

        foreach (var (name, value) in patch.Where(m => m.Key.StartsWith(DeletePrefix, StringComparison.Ordinal)))
        {
            DeletePlain(target, name[DeletePrefix.Length..], value as JsonArray ?? []);
        }

        foreach (var (name, _) in patch.Where(m => m.Key.StartsWith(OrderPrefix, StringComparison.Ordinal)))
        {
            // An order may come for a list that the patch does not otherwise touch.
            var field = name[OrderPrefix.Length..];
            if (patch[field] is null && target[field] is JsonArray list && type?.Find(field) is { MergeKey: { } key and not "=" })
            {
                target[field] = Order([.. list.Select(i => i?.DeepClone()).OfType<JsonObject>()], [.. list.OfType<JsonObject>()], OrderOf(patch, field, key), key);
            }
        }

        return target;
    }

    private static void MergeMember(JsonObject target, string name, JsonNode? value, JsonObject patch, SchemaField? field)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject inner:
                var existing = target[name] as JsonObject;
                if (existing is not null)
                {
                    target.Remove(name);
                }

                if (inner.Text(Directive) == "delete")
                {
                    break;
                }

                target[name] = Merge(existing ?? [], inner, field?.StructName is { } structName ? SchemaCatalog.Default[structName] : null);
                break;
            case JsonArray items when field is { Shape: FieldShape.List, MergeKey: "=" }:
                target[name] = Unite(target[name] as JsonArray, items);
                break;
            case JsonArray items when field is { Shape: FieldShape.List, MergeKey: { } key }:
                target[name] = MergeList(target[name] as JsonArray ?? [], items, OrderOf(patch, name, key), key, field);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static JsonArray Unite(JsonArray? current, JsonArray added)
    {
        var result = current is null ? [] : (JsonArray)current.DeepClone();
        foreach (var item in added)
        {
            if (!result.Any(r => JsonNode.DeepEquals(r, item)))
            {
                result.Add(item?.DeepClone());
            }
        }

        return result;
    }

    private static void DeletePlain(JsonObject target, string field, JsonArray gone)
    {
        if (target[field] is JsonArray list)
        {
            target[field] = new JsonArray([.. list.Where(item => !gone.Any(g => JsonNode.DeepEquals(g, item))).Select(item => item?.DeepClone())]);
        }
    }

    private static JsonArray MergeList(JsonArray current, JsonArray patch, IReadOnlyList<string>? order, string key, SchemaField field)
    {
        var original = current.OfType<JsonObject>().ToList();
        var items = patch.OfType<JsonObject>().ToList();
        if (items.Any(i => i.Text(Directive) == "replace"))
        {
            return new JsonArray([.. items.Where(i => i.Text(Directive) is null).Select(i => i.DeepClone())]);
        }

        var itemType = field.StructName is null ? null : SchemaCatalog.Default[field.StructName];
        var merged = original.Select(o => o.Copy()).ToList();
        foreach (var item in items)
        {
            var at = merged.FindIndex(m => KeyOf(m, key) == KeyOf(item, key));
            if (item.Text(Directive) == "delete")
            {
                merged.RemoveAll(m => KeyOf(m, key) == KeyOf(item, key));
            }
            else if (at >= 0)
            {
                merged[at] = Merge(merged[at], item, itemType);
            }
            else
            {
                merged.Add(Merge([], item, itemType));
            }
        }

        order ??= [.. items.Where(i => i.Text(Directive) is null).Select(i => KeyOf(i, key))];
        return Order(merged, original, order, key);
    }

    /// <summary>
    /// The patch's own order for the items it names; the others keep theirs, each before the first named item that stood behind it.
    /// A new item so comes before those the patch does not name (recorded: secret-patch-ownerrefs-strategic).
    /// </summary>
    private static JsonArray Order(List<JsonObject> merged, List<JsonObject> original, IReadOnlyList<string>? order, string key)
    {
        order ??= [];
        int Place(JsonObject item) => original.FindIndex(o => KeyOf(o, key) == KeyOf(item, key));
        var named = order.Select(k => merged.Find(m => KeyOf(m, key) == k)).OfType<JsonObject>().Distinct().ToList();
        var others = merged.Except(named).ToList();
        var result = new JsonArray();
        var next = 0;
        foreach (var other in others)
        {
            while (next < named.Count && Place(named[next]) < Place(other))
            {
                result.Add((JsonNode)named[next++]);
            }

            result.Add((JsonNode)other);
        }

        foreach (var rest in named.Skip(next))
        {
            result.Add((JsonNode)rest);
        }

        return result;
    }

    private static List<string>? OrderOf(JsonObject patch, string field, string key) =>
        patch[OrderPrefix + field] is JsonArray order ? [.. order.OfType<JsonObject>().Select(o => KeyOf(o, key))] : null;

    private static string KeyOf(JsonObject item, string key) => item[key]?.ToJsonString() ?? "";

    private static JsonObject WithoutDirectives(JsonObject patch)
    {
        var copy = patch.Copy();
        foreach (var name in copy.Select(m => m.Key).Where(n => n.StartsWith('$')).ToList())
        {
            copy.Remove(name);
        }

        return copy;
    }
}
