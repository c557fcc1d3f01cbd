using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>The session an agent has for this task.</summary>
public sealed record AdapterRuntime
{
    /// <summary>The session, from before there were parameters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? SessionId { get; init; }

    /// <summary>What the adapter stored of the session. After some wakes nothing but <c>sessionId</c> comes back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JsonObject? SessionParams { get; init; }

    /// <summary>The session as shown; at most 128 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? SessionDisplayId { get; init; }

    /// <summary>What the session belongs to; null for wakes without a task.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? TaskKey { get; init; }

    /// <summary>What else the host sent; kept as it came.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; set; }
}
