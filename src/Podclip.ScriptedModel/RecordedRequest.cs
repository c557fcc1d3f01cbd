using System.Text.Json.Serialization;

namespace Podclip.ScriptedModel;

/// <summary>One request the endpoint got. Holds no headers, no credentials and nothing of the prompt.</summary>
public sealed record RecordedRequest
{
    /// <summary>Its number, from 1.</summary>
    public long Number { get; init; }

    /// <summary>When it had been read.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The size of its body.</summary>
    public long BodyBytes { get; init; }

    /// <summary>The model it asks for.</summary>
    public string? Model { get; init; }

    /// <summary>Whether it asks for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>What was sent, if the endpoint keeps it.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The scenario that answers it; <c>title</c> for a request that only wants a title for its session.</summary>
    public string? Scenario { get; init; }

    /// <summary>Which turn of the scenario, from 1.</summary>
    public int? Turn { get; init; }

    /// <summary>How many prompts the conversation holds; more than 1 in a resumed session.</summary>
    public int? Prompts { get; init; }

    /// <summary>The fault it meets: <c>status</c>, <c>hang</c>, <c>stall</c>, <c>cut</c>, <c>errorEvent</c>, <c>empty</c>; null for an answer.</summary>
    public string? Fault { get; init; }

    /// <summary>The HTTP status of the answer; null when there is none (<c>hang</c>).</summary>
    public int? Status { get; init; }
}
