using System.Text.Json.Nodes;
using Podclip.LocalCluster.Schema;

namespace Podclip.LocalCluster.Api.Applying;

/// <summary>Lays an applied configuration over an object: what it names is set, everything else stays.</summary>
internal static class FieldMerge
{
    /// <summary>Merges into <paramref name="target"/>.</summary>
    public static void Into(JsonObject target, JsonObject applied, SchemaType type)
    {
        foreach (var (name, value) in applied)
        {
            if (value is null || type.Find(name) is not { } field)
            {
                continue;
            }

            switch (value)
            {
                case JsonObject inner when !FieldTree.IsAtomic(field) && target[name] is JsonObject existing:
                    MergeMembers(existing, inner, field);
                    break;
                case JsonArray items when !FieldTree.IsAtomic(field) && target[name] is JsonArray existing:
                    MergeItems(existing, items, field);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }
    }

    private static void MergeMembers(JsonObject target, JsonObject applied, SchemaField field)
    {
        if (field.Shape == FieldShape.Single)
        {
            Into(target, applied, SchemaCatalog.Default[field.StructName!]);
            return;
        }

        foreach (var (key, value) in applied)
        {
            target[key] = value?.DeepClone();
        }
    }

    private static void MergeItems(JsonArray target, JsonArray applied, SchemaField field)
    {
        foreach (var item in applied)
        {
            var name = FieldTree.ItemName(item, field);
            var existing = target.FirstOrDefault(t => FieldTree.ItemName(t, field) == name);
            if (existing is null)
            {
                target.Add(item?.DeepClone());
            }
            else if (existing is JsonObject into && item is JsonObject from && field.StructName is not null)
            {
                Into(into, from, SchemaCatalog.Default[field.StructName]);
            }
        }
    }
}
