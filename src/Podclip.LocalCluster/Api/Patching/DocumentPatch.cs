using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api.Http;
using Podclip.LocalCluster.Schema;

namespace Podclip.LocalCluster.Api.Patching;

/// <summary>A patch of one of the three forms.</summary>
internal abstract class DocumentPatch
{
    private const string JsonPatchType = "application/json-patch+json";
    private const string MergePatchType = "application/merge-patch+json";
    private const string StrategicMergePatchType = "application/strategic-merge-patch+json";

    /// <summary>Whether a patch of this media type is understood.</summary>
    public static bool Supports(string mediaType) => mediaType is JsonPatchType or MergePatchType or StrategicMergePatchType;

    /// <summary>Reads a patch.</summary>
    /// <exception cref="ApiException">It cannot be read.</exception>
    public static DocumentPatch Parse(string mediaType, byte[] body, SchemaType type)
    {
        var parsed = RequestBody.Parse(body, out var problem);
        if (problem is not null)
        {
            throw ApiErrors.BadRequest($"error decoding patch: {problem}");
        }

        if (mediaType == JsonPatchType)
        {
            return parsed is JsonArray operations ? new JsonPatch(operations) : throw WrongShape(parsed, "[]handlers.jsonPatchOp");
        }

        var document = parsed as JsonObject ?? throw WrongShape(parsed, "map[string]interface {}");
        return mediaType == MergePatchType ? new MergePatch(document) : new StrategicMergePatch(document, type);
    }

    /// <summary>The patched document. The one given may be changed or taken apart on the way.</summary>
    /// <exception cref="ApiException">The patch does not apply.</exception>
    public abstract JsonObject Apply(JsonObject document);

    private static ApiException WrongShape(JsonNode? parsed, string expected) =>
        ApiErrors.BadRequest($"error decoding patch: json: cannot unmarshal {(parsed is JsonArray ? "array" : parsed is JsonObject ? "object" : "value")} into Go value of type {expected}");
}
