using System.Globalization;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Patching;

/// <summary>A JSON patch (RFC 6902), as lenient as the real server: <c>replace</c> of a missing member adds it (recorded).</summary>
internal sealed class JsonPatch(JsonArray operations) : DocumentPatch
{
    private const int MostOperations = 10_000;

    /// <inheritdoc />
    public override JsonObject Apply(JsonObject document)
    {
        if (operations.Count > MostOperations)
        {
            throw new ApiException(413, "RequestEntityTooLarge", FormattableString.Invariant($"The allowed maximum operations in a JSON patch is {MostOperations}, got {operations.Count}"));
        }

        // The document hangs under a root, so that a path of nothing can replace it like any member.
        var root = new JsonObject { [""] = document };
        foreach (var operation in operations)
        {
            ApplyOne(root, operation as JsonObject ?? throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal into Go value of type handlers.jsonPatchOp"));
        }

        return root[""] as JsonObject ?? throw ApiErrors.FailedPatchTest();
    }

    private static void ApplyOne(JsonObject root, JsonObject operation)
    {
        var path = Read(operation, "path");
        switch (operation.Text("op"))
        {
            case "add":
                Put(root, path, operation["value"]?.DeepClone(), isInsert: true);
                break;
            case "replace":
                Put(root, path, operation["value"]?.DeepClone(), isInsert: false);
                break;
            case "remove":
                Take(root, path);
                break;
            case "move":
                Put(root, path, Take(root, Read(operation, "from")), isInsert: true);
                break;
            case "copy":
                Put(root, path, Get(root, Read(operation, "from"))?.DeepClone(), isInsert: true);
                break;
            case "test":
                if (!JsonNode.DeepEquals(GetOrNull(root, path), operation["value"]))
                {
                    throw ApiErrors.FailedPatchTest();
                }

                break;
            default:
                throw ApiErrors.FailedPatchTest();
        }
    }

    private static string[] Read(JsonObject operation, string member)
    {
        var text = operation.Text(member) ?? throw ApiErrors.FailedPatchTest();
        if (text.Length > 0 && text[0] != '/')
        {
            throw ApiErrors.FailedPatchTest();
        }

        return [.. text.Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static JsonNode Parent(JsonObject root, string[] path)
    {
        JsonNode? node = root;
        foreach (var part in path.AsSpan(0, path.Length - 1))
        {
            node = Member(node, part);
        }

        return node ?? throw ApiErrors.FailedPatchTest();
    }

    private static JsonNode? Member(JsonNode? node, string part) => node switch
    {
        JsonObject parent when parent.TryGetPropertyValue(part, out var value) => value,
        JsonArray array => array[IndexOf(part, array.Count - 1)],
        _ => throw ApiErrors.FailedPatchTest(),
    };

    private static JsonNode? Get(JsonObject root, string[] path) => Member(Parent(root, path), path[^1]);

    private static JsonNode? GetOrNull(JsonObject root, string[] path) =>
        Parent(root, path) is JsonObject parent ? parent[path[^1]] : Get(root, path);

    private static JsonNode? Take(JsonObject root, string[] path)
    {
        var parent = Parent(root, path);
        var value = Member(parent, path[^1]);
        if (parent is JsonArray array)
        {
            array.RemoveAt(IndexOf(path[^1], array.Count - 1));
        }
        else
        {
            ((JsonObject)parent).Remove(path[^1]);
        }

        return value;
    }

    private static void Put(JsonObject root, string[] path, JsonNode? value, bool isInsert)
    {
        switch (Parent(root, path))
        {
            case JsonObject parent:
                parent[path[^1]] = value;
                break;
            case JsonArray array when isInsert:
                array.Insert(path[^1] == "-" ? array.Count : IndexOf(path[^1], array.Count), value);
                break;
            case JsonArray array:
                array[IndexOf(path[^1], array.Count - 1)] = value;
                break;
            default:
                throw ApiErrors.FailedPatchTest();
        }
    }

    private static int IndexOf(string part, int most) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= most ? index : throw ApiErrors.FailedPatchTest();
}
