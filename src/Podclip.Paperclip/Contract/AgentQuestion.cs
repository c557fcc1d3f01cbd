namespace Podclip.Paperclip.Contract;

/// <summary>A question to the user. The server of 2026.916.1 does not read it.</summary>
public sealed record AgentQuestion
{
    /// <summary>The question.</summary>
    public required string Prompt { get; init; }

    /// <summary>The answers to choose from.</summary>
    public IReadOnlyList<AgentQuestionChoice> Choices { get; init; } = [];
}
