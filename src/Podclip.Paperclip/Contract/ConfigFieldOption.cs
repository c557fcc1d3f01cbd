namespace Podclip.Paperclip.Contract;

/// <summary>A value to choose.</summary>
public sealed record ConfigFieldOption
{
    /// <summary>What is shown.</summary>
    public required string Label { get; init; }

    /// <summary>What is stored.</summary>
    public required string Value { get; init; }

    /// <summary>What it is listed under.</summary>
    public string? Group { get; init; }
}
