using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>An environment to test.</summary>
public sealed record AdapterEnvironmentTestContext
{
    /// <summary>The company.</summary>
    public required string CompanyId { get; init; }

    /// <summary>The adapter.</summary>
    public required string AdapterType { get; init; }

    /// <summary>The configuration.</summary>
    public JsonObject Config { get; init; } = [];

    /// <summary>Where to test; null for here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonNode? ExecutionTarget { get; init; }

    /// <summary>How people call it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? EnvironmentName { get; init; }

    /// <summary>How the host is deployed.</summary>
    public JsonNode? Deployment { get; init; }

    /// <summary>What else the host sent; kept as it came.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
