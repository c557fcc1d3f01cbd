using System.Text.Json.Nodes;
using Podclip.LocalCluster.Schema;

namespace Podclip.LocalCluster.Api.Applying;

/// <summary>
/// Sets of fields in the form of <c>fieldsV1</c>: a member <c>f:NAME</c> is a field, <c>k:{"KEY":VALUE}</c> an item of a list with a merge key,
/// <c>v:VALUE</c> one of a set, <c>.</c> the thing itself; what has no members is a leaf.
/// </summary>
internal static class FieldTree
{
    /// <summary>The thing itself, beside its parts.</summary>
    public const string Itself = ".";

    /// <summary>Structs that are owned, and replaced, as one (<c>x-kubernetes-map-type: atomic</c>).</summary>
    private static readonly HashSet<string> Atomic = new(StringComparer.Ordinal)
    {
        "LabelSelector", "LocalObjectReference", "TypedLocalObjectReference", "ObjectReference", "ObjectFieldSelector", "ResourceFieldSelector",
        "ConfigMapKeySelector", "SecretKeySelector", "NodeSelector", "NodeSelectorTerm", "RoleRef", "Subject",
    };

    /// <summary>Nobody owns these: they name the object, or are the server's.</summary>
    private static readonly HashSet<string> Unowned = new(StringComparer.Ordinal)
    {
        "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "selfLink", "managedFields", "deletionTimestamp", "deletionGracePeriodSeconds",
    };

    /// <summary>Whether a field is one value to its owners, whatever is in it.</summary>
    public static bool IsAtomic(SchemaField field) => field.Shape switch
    {
        FieldShape.List => field.MergeKey is null,
        FieldShape.Map => false,
        _ => field.StructName is null || Atomic.Contains(field.StructName),
    };

    /// <summary>The fields that a document sets.</summary>
    public static JsonObject Of(JsonObject document, SchemaType type)
    {
        var tree = OfStruct(document, type);
        tree.Remove("f:kind");
        tree.Remove("f:apiVersion");
        if (tree["f:metadata"] is JsonObject metadata)
        {
            foreach (var name in Unowned)
            {
                metadata.Remove("f:" + name);
            }

            if (metadata.Count == 0)
            {
                tree.Remove("f:metadata");
            }
        }

        return tree;
    }

    /// <summary>The name under which a list's item stands in a tree.</summary>
    public static string ItemName(JsonNode? item, SchemaField field) => field.MergeKey == "="
        ? "v:" + (item?.ToJsonString() ?? "null")
        : "k:" + new JsonObject { [field.MergeKey!] = (item as JsonObject)?[field.MergeKey!]?.DeepClone() }.ToJsonString();

    /// <summary>What is in both.</summary>
    public static JsonObject Intersect(JsonObject left, JsonObject right)
    {
        var result = new JsonObject();
        foreach (var (name, child) in left)
        {
            if (child is not JsonObject inLeft || right[name] is not JsonObject inRight)
            {
                continue;
            }

            var common = Intersect(inLeft, inRight);
            if (common.Count > 0 || inLeft.Count == 0 || inRight.Count == 0)
            {
                result[name] = common;
            }
        }

        return result;
    }

    /// <summary>What is in the first and not in the second.</summary>
    public static JsonObject Subtract(JsonObject left, JsonObject right)
    {
        var result = new JsonObject();
        foreach (var (name, child) in left)
        {
            if (child is not JsonObject inLeft)
            {
                continue;
            }

            if (right[name] is not JsonObject inRight)
            {
                result[name] = inLeft.DeepClone();
            }
            else if (inLeft.Count > 0 && Subtract(inLeft, inRight) is { Count: > 0 } rest)
            {
                result[name] = rest;
            }
        }

        return result;
    }

    /// <summary>What is in either.</summary>
    public static JsonObject Unite(JsonObject left, JsonObject right)
    {
        var result = (JsonObject)left.DeepClone();
        foreach (var (name, child) in right)
        {
            result[name] = result[name] is JsonObject mine ? Unite(mine, (JsonObject)child!) : child?.DeepClone();
        }

        return result;
    }

    /// <summary>Every leaf as error texts write it, such as <c>.spec.containers[name="main"].image</c>.</summary>
    public static IEnumerable<string> Paths(JsonObject tree, string prefix = "")
    {
        foreach (var (name, child) in tree)
        {
            var path = name == Itself ? prefix : prefix + Step(name);
            if (child is JsonObject { Count: > 0 } inner)
            {
                foreach (var deeper in Paths(inner, path))
                {
                    yield return deeper;
                }
            }
            else
            {
                yield return path;
            }
        }
    }

    private static string Step(string name) => name[..2] switch
    {
        "f:" => "." + name[2..],
        "k:" => $"[{string.Join(',', ((JsonObject)JsonNode.Parse(name[2..])!).Select(k => $"{k.Key}={k.Value?.ToJsonString()}"))}]",
        _ => $"[={name[2..]}]",
    };

    private static JsonObject OfStruct(JsonObject document, SchemaType type)
    {
        var tree = new JsonObject();
        foreach (var (name, value) in document)
        {
            if (value is null || type.Find(name) is not { } field)
            {
                continue;
            }

            var fields = OfField(value, field);
            if (fields.Count > 0 || !field.IsAlwaysWritten || IsAtomic(field))
            {
                // An empty struct that is always written was not set by anyone.
                tree["f:" + name] = fields;
            }
        }

        return tree;
    }

    private static JsonObject OfField(JsonNode value, SchemaField field)
    {
        if (IsAtomic(field))
        {
            return [];
        }

        switch (value)
        {
            case JsonArray list:
                var items = new JsonObject();
                foreach (var item in list)
                {
                    items[ItemName(item, field)] = OfItem(item, field);
                }

                return items;
            case JsonObject map when field.Shape == FieldShape.Map:
                return new JsonObject(map.Select(entry => KeyValuePair.Create<string, JsonNode?>("f:" + entry.Key, new JsonObject())));
            case JsonObject inner when field.StructName is not null:
                return OfStruct(inner, SchemaCatalog.Default[field.StructName]);
            default:
                return [];
        }
    }

    private static JsonObject OfItem(JsonNode? item, SchemaField field)
    {
        if (field.StructName is null || item is not JsonObject inner)
        {
            return [];
        }

        var tree = new JsonObject { [Itself] = new JsonObject() };
        foreach (var (name, child) in OfStruct(inner, SchemaCatalog.Default[field.StructName]).ToList())
        {
            tree[name] = child?.DeepClone();
        }

        return tree;
    }
}
