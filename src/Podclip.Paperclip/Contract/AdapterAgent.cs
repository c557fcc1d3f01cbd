using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>The agent of a run, as the host's database has it.</summary>
public sealed record AdapterAgent
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its company.</summary>
    public required string CompanyId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The adapter it runs by.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? AdapterType { get; init; }

    /// <summary>Its stored configuration, with references to secrets not resolved; see <see cref="AdapterExecutionContext.Config"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonNode? AdapterConfig { get; init; }

    /// <summary>What else the host sent; kept as it came.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
