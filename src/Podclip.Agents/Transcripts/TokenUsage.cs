namespace Podclip.Agents.Transcripts;

/// <summary>Tokens used. Cached reads are not part of <paramref name="InputTokens"/>.</summary>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="CachedInputTokens">Tokens read from the provider's cache.</param>
/// <param name="CacheCreationTokens">Tokens written to the provider's cache.</param>
public sealed record TokenUsage(long InputTokens, long OutputTokens, long CachedInputTokens = 0, long CacheCreationTokens = 0)
{
    /// <summary>Nothing used.</summary>
    public static TokenUsage None { get; } = new(0, 0);

    /// <summary>The sum.</summary>
    /// <param name="left">One usage.</param>
    /// <param name="right">Another.</param>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right) => new(
        left.InputTokens + right.InputTokens,
        left.OutputTokens + right.OutputTokens,
        left.CachedInputTokens + right.CachedInputTokens,
        left.CacheCreationTokens + right.CacheCreationTokens);
}
