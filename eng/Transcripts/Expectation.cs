namespace Podclip.Transcripts;

/// <summary>What a recorded run must be told as. Found by rules that are written down, from the raw events, without any of Podclip's readers.</summary>
public sealed record Expectation
{
    /// <summary>Whether it is a success.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>Whether the session is to be forgotten.</summary>
    public bool ClearSession { get; init; }

    /// <summary>The session, or null.</summary>
    public string? SessionId { get; init; }

    /// <summary>Tokens sent, without cached ones.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens received.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Tokens read from the cache.</summary>
    public long CachedTokens { get; init; }

    /// <summary>Dollars of this run; null when it does not say.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The family of its failure, or null.</summary>
    public string? ErrorFamily { get; init; }

    /// <summary>The code of its failure, where the rules name one; else null.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>How many entries it has of each kind.</summary>
    public required IReadOnlyDictionary<string, int> Entries { get; init; }
}
