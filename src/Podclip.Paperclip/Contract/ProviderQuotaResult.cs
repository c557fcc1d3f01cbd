namespace Podclip.Paperclip.Contract;

/// <summary>The limits of one provider.</summary>
public sealed record ProviderQuotaResult
{
    /// <summary>Which.</summary>
    public required string Provider { get; init; }

    /// <summary>Where that comes from.</summary>
    public string? Source { get; init; }

    /// <summary>Whether the limits are known.</summary>
    public bool Ok { get; init; }

    /// <summary>Why not, as a family.</summary>
    public string? ErrorFamily { get; init; }

    /// <summary>Why not.</summary>
    public string? Error { get; init; }

    /// <summary>The limits.</summary>
    public IReadOnlyList<QuotaWindow> Windows { get; init; } = [];
}
