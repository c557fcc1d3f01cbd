using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Schema;

namespace Podclip.LocalCluster.Api.Discovery;

/// <summary>OpenAPI v3, as far as kubectl uses it: which kinds there are, that the server checks fields itself, and what fields they have.</summary>
internal sealed class OpenApiDocuments(ResourceRegistry registry)
{
    private const string Prefix = "io.podclip.";

    /// <summary><c>/openapi/v3</c>: where each group's document is.</summary>
    public JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var kind in registry.All)
        {
            var path = PathOf(kind);
            if (!paths.ContainsKey(path))
            {
                var tag = DiscoveryDocuments.EntityTag(Group(kind.Group, kind.Version)!).Trim('"');
                paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={tag}" };
            }
        }

        return new JsonObject { ["paths"] = paths };
    }

    /// <summary>One group's document; null when it is not served.</summary>
    public JsonObject? Group(string group, string version)
    {
        var kinds = registry.All.Where(k => k.Group == group && k.Version == version).ToList();
        if (kinds.Count == 0)
        {
            return null;
        }

        var (paths, schemas) = (new JsonObject(), new JsonObject());
        foreach (var kind in kinds)
        {
            paths[$"/{PathOf(kind)}/{(kind.IsNamespaced ? "namespaces/{namespace}/" : "")}{kind.Plural}/{{name}}"] = new JsonObject { ["patch"] = Operation(kind) };
            AddSchema(schemas, kind.Type);
            ((JsonObject)schemas[Prefix + kind.Type.Name]!)["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(kind));
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = ServerVersion.GitVersion },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private static string PathOf(ResourceKind kind) => kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}";

    private static JsonObject Operation(ResourceKind kind) => new()
    {
        ["operationId"] = $"patch{kind.Kind}",
        ["parameters"] = new JsonArray([.. ((string[])["dryRun", "fieldManager", "fieldValidation"]).Select(Parameter)]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = "patch",
        ["x-kubernetes-group-version-kind"] = GroupVersionKind(kind),
    };

    private static JsonNode Parameter(string name) =>
        new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject GroupVersionKind(ResourceKind kind) => new() { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = kind.Version };

    private static void AddSchema(JsonObject schemas, SchemaType type)
    {
        if (schemas.ContainsKey(Prefix + type.Name))
        {
            return;
        }

        var properties = new JsonObject();
        schemas[Prefix + type.Name] = new JsonObject { ["type"] = "object", ["properties"] = properties };
        foreach (var field in type.Fields)
        {
            properties[field.Name] = Property(field);
            if (field.StructName is not null)
            {
                AddSchema(schemas, SchemaCatalog.Default[field.StructName]);
            }
        }
    }

    private static JsonObject Property(SchemaField field)
    {
        var value = Value(field);
        switch (field.Shape)
        {
            case FieldShape.Map:
                return new JsonObject { ["type"] = "object", ["additionalProperties"] = value };
            case FieldShape.List:
                var list = new JsonObject { ["type"] = "array", ["items"] = value };
                if (field.MergeKey is not null)
                {
                    list["x-kubernetes-patch-strategy"] = "merge";
                    if (field.MergeKey != "=")
                    {
                        list["x-kubernetes-patch-merge-key"] = field.MergeKey;
                    }
                }

                return list;
            default:
                return value;
        }
    }

    private static JsonObject Value(SchemaField field) => field.Type switch
    {
        FieldType.Struct => new() { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/schemas/{Prefix}{field.StructName}" }) },
        FieldType.Flag => new() { ["type"] = "boolean" },
        FieldType.Int32 => new() { ["type"] = "integer", ["format"] = "int32" },
        FieldType.Int64 => new() { ["type"] = "integer", ["format"] = "int64" },
        FieldType.Time or FieldType.MicroTime => new() { ["type"] = "string", ["format"] = "date-time" },
        FieldType.Bytes => new() { ["type"] = "string", ["format"] = "byte" },
        FieldType.IntOrText => new() { ["x-kubernetes-int-or-string"] = true },
        FieldType.Anything => [],
        _ => new() { ["type"] = "string" },
    };
}
