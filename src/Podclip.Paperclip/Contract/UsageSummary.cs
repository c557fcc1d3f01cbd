namespace Podclip.Paperclip.Contract;

/// <summary>Tokens of one run.</summary>
public sealed record UsageSummary
{
    /// <summary>Tokens read, without cached ones.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens written.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Tokens read from the cache; null when not told.</summary>
    public long? CachedInputTokens { get; init; }
}
