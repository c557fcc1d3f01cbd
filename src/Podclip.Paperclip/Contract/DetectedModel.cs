namespace Podclip.Paperclip.Contract;

/// <summary>The model an agent would use by itself.</summary>
public sealed record DetectedModel
{
    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Who serves it.</summary>
    public required string Provider { get; init; }

    /// <summary>Where that was found.</summary>
    public required string Source { get; init; }

    /// <summary>Others that were found.</summary>
    public IReadOnlyList<string>? Candidates { get; init; }
}
