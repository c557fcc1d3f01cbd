using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>ConfigMaps: keys as file names, the whole up to 1 MiB.</summary>
internal sealed class ConfigMapStrategy : ObjectStrategy
{
    public override void Validate(JsonObject document, FieldErrors errors)
    {
        long size = 0;
        foreach (var (key, value) in document.TextMembers("data"))
        {
            NameRules.CheckConfigKey(key, $"data[{key}]", errors);
            size += Encoding.UTF8.GetByteCount(value);
        }

        foreach (var (key, value) in document.TextMembers("binaryData"))
        {
            NameRules.CheckConfigKey(key, $"binaryData[{key}]", errors);
            size += value.Length / 4 * 3;
            if (document.At("data", key) is not null)
            {
                errors.Invalid($"binaryData[{key}]", key, "duplicate of key present in data");
            }
        }

        if (size > SecretStrategy.SizeLimit)
        {
            errors.TooLong("", SecretStrategy.SizeLimit);
        }
    }

    public override void ValidateUpdate(JsonObject current, JsonObject changed, FieldErrors errors) =>
        ImmutableContent.Validate(current, changed, ["data", "binaryData"], errors);
}
