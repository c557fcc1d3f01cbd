namespace Podclip.Paperclip.Contract;

/// <summary>One field of an adapter's configuration. The host stores it flat under its key, dots included.</summary>
public sealed record ConfigFieldSchema
{
    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>What it is called.</summary>
    public required string Label { get; init; }

    /// <summary>How it is edited.</summary>
    public required ConfigFieldType Type { get; init; }

    /// <summary>The values to choose from.</summary>
    public IReadOnlyList<ConfigFieldOption>? Options { get; init; }

    /// <summary>What a new agent gets; null for none.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>What it is for.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether it must be filled in.</summary>
    public bool? Required { get; init; }

    /// <summary>What it is listed under.</summary>
    public string? Group { get; init; }

    /// <summary>When it is shown, and the like.</summary>
    public ConfigFieldMeta? Meta { get; init; }
}
