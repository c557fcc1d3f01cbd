using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>What else the host's page may know of a field.</summary>
public sealed record ConfigFieldMeta
{
    /// <summary>When it is shown; null for always.</summary>
    public VisibleWhen? VisibleWhen { get; init; }

    /// <summary>What else there is; kept as it came.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
