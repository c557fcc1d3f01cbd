namespace Podclip.Paperclip.Contract;

/// <summary>The fields of an adapter's configuration, in the order they are shown.</summary>
public sealed record AdapterConfigSchema
{
    /// <summary>The fields.</summary>
    public required IReadOnlyList<ConfigFieldSchema> Fields { get; init; }
}
