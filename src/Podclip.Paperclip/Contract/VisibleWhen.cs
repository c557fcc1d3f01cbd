namespace Podclip.Paperclip.Contract;

/// <summary>When a field is shown: by the value of another one.</summary>
public sealed record VisibleWhen
{
    /// <summary>The other field.</summary>
    public required string Key { get; init; }

    /// <summary>Shown when it has this value.</summary>
    public JsonNode? Value { get; init; }

    /// <summary>Shown when it has one of these.</summary>
    public JsonArray? Values { get; init; }

    /// <summary>Shown when it has none of these.</summary>
    public JsonArray? NotValues { get; init; }
}
