using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Podclip.Cli.Rendering;

/// <summary>Takes the values out of a Secret; only their size is left.</summary>
internal static class SecretMask
{
    /// <summary>Masks a document if it is a Secret.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The document, without values.</returns>
    public static JsonElement Apply(JsonElement document)
    {
        if (document.GetProperty("kind").GetString() != "Secret")
        {
            return document;
        }

        var secret = JsonObject.Create(document)!;
        Mask(secret["data"] as JsonObject, value => Convert.FromBase64String(value).Length);
        Mask(secret["stringData"] as JsonObject, Encoding.UTF8.GetByteCount);
        using var masked = JsonDocument.Parse(secret.ToJsonString());
        return masked.RootElement.Clone();
    }

    private static void Mask(JsonObject? values, Func<string, int> sizeOf)
    {
        foreach (var (name, value) in values?.ToList() ?? [])
        {
            values![name] = $"*** ({sizeOf(value!.GetValue<string>())} bytes)";
        }
    }
}
