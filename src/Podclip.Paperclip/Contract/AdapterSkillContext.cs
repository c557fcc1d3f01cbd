using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>Whose skills are asked for.</summary>
public sealed record AdapterSkillContext
{
    /// <summary>The agent.</summary>
    public required string AgentId { get; init; }

    /// <summary>Its company.</summary>
    public required string CompanyId { get; init; }

    /// <summary>Its adapter.</summary>
    public required string AdapterType { get; init; }

    /// <summary>Its configuration.</summary>
    public JsonObject Config { get; init; } = [];

    /// <summary>What else the host sent; kept as it came.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
