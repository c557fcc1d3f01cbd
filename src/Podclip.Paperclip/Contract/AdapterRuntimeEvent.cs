namespace Podclip.Paperclip.Contract;

/// <summary>Something that happened in a run, for the host's list of events.</summary>
public sealed record AdapterRuntimeEvent
{
    /// <summary>Its type, at most 120 characters.</summary>
    public required string EventType { get; init; }

    /// <summary><c>system</c>, <c>stdout</c> or <c>stderr</c>.</summary>
    public string? Stream { get; init; }

    /// <summary><c>info</c>, <c>warn</c> or <c>error</c>.</summary>
    public string? Level { get; init; }

    /// <summary>How to show it.</summary>
    public string? Color { get; init; }

    /// <summary>In words.</summary>
    public string? Message { get; init; }

    /// <summary>As data; <c>toolName</c> and <c>text</c> are shown.</summary>
    public JsonObject? Payload { get; init; }
}
