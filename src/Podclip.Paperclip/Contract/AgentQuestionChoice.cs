namespace Podclip.Paperclip.Contract;

/// <summary>An answer to choose.</summary>
public sealed record AgentQuestionChoice
{
    /// <summary>What is sent back.</summary>
    public required string Key { get; init; }

    /// <summary>What is shown.</summary>
    public required string Label { get; init; }

    /// <summary>More of it, or null.</summary>
    public string? Description { get; init; }
}
