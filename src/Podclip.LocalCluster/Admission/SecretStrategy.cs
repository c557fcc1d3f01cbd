using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Secrets: plain values become base64, the whole may weigh 1 MiB.</summary>
internal sealed class SecretStrategy : ObjectStrategy
{
    /// <summary>The most that the values of a Secret or ConfigMap may weigh together, in bytes.</summary>
    public const long SizeLimit = 1 << 20;

    public override void SetDefaults(JsonObject document)
    {
        MergePlainValues(document);
        document.Default("type", "Opaque");
    }

    public override void Validate(JsonObject document, FieldErrors errors)
    {
        long size = 0;
        foreach (var (key, value) in document.TextMembers("data"))
        {
            NameRules.CheckConfigKey(key, $"data[{key}]", errors);
            size += value.Length / 4 * 3 - (value.EndsWith("==", StringComparison.Ordinal) ? 2 : value.EndsWith('=') ? 1 : 0);
        }

        if (size > SizeLimit)
        {
            errors.TooLong("data", SizeLimit);
        }
    }

    public override void ValidateUpdate(JsonObject current, JsonObject changed, FieldErrors errors)
    {
        if (current.Text("type") != changed.Text("type"))
        {
            errors.Invalid("type", changed.Text("type") ?? "", "field is immutable");
        }

        ImmutableContent.Validate(current, changed, ["data"], errors);
    }

    private static void MergePlainValues(JsonObject document)
    {
        if (document["stringData"] is not JsonObject plain)
        {
            return;
        }

        var merged = document.TextMembers("data").ToDictionary(StringComparer.Ordinal);
        foreach (var (key, value) in plain)
        {
            merged[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value?.GetValue<string>() ?? ""));
        }

        // Rebuilt, so that keys stand in order as the real server writes them.
        document.Remove("stringData");
        document["data"] = new JsonObject(merged.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value)));
    }
}
