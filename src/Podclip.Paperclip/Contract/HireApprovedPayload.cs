using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>An agent was hired by approval.</summary>
public sealed record HireApprovedPayload
{
    /// <summary>The company.</summary>
    public required string CompanyId { get; init; }

    /// <summary>The agent.</summary>
    public required string AgentId { get; init; }

    /// <summary>Its name.</summary>
    public required string AgentName { get; init; }

    /// <summary>Its adapter.</summary>
    public required string AdapterType { get; init; }

    /// <summary><c>join_request</c> or <c>approval</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Which.</summary>
    public required string SourceId { get; init; }

    /// <summary>When (ISO 8601).</summary>
    public required string ApprovedAt { get; init; }

    /// <summary>For people.</summary>
    public required string Message { get; init; }

    /// <summary>What else the host sent; kept as it came.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
