using System.Text.Json.Nodes;

namespace Podclip.Kubernetes.Client;

/// <summary>A change to a stored object.</summary>
public sealed record Patch
{
    private Patch(string contentType, JsonNode body)
    {
        ContentType = contentType;
        Body = body;
    }

    /// <summary>The media type that tells the server how to read <see cref="Body"/>.</summary>
    public string ContentType { get; }

    /// <summary>The patch document.</summary>
    public JsonNode Body { get; }

    /// <summary>RFC 6902 operations, applied all or none; a failed <c>test</c> is answered 422.</summary>
    /// <param name="operations">The operations, in order.</param>
    /// <returns>The patch.</returns>
    public static Patch Json(params JsonObject[] operations) => new("application/json-patch+json", new JsonArray([.. operations]));

    /// <summary>RFC 7386 merge patch; null removes a member.</summary>
    /// <param name="document">The members to set.</param>
    /// <returns>The patch.</returns>
    public static Patch Merge(JsonObject document) => new("application/merge-patch+json", document);

    /// <summary>One JSON patch operation.</summary>
    /// <param name="op"><c>add</c>, <c>replace</c>, <c>remove</c> or <c>test</c>.</param>
    /// <param name="path">JSON pointer.</param>
    /// <param name="value">The value; null for <c>remove</c>.</param>
    /// <returns>The operation.</returns>
    public static JsonObject Operation(string op, string path, JsonNode? value = null)
    {
        var operation = new JsonObject { ["op"] = op, ["path"] = path };
        if (value is not null)
        {
            operation["value"] = value;
        }

        return operation;
    }
}
