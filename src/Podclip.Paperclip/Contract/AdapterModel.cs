namespace Podclip.Paperclip.Contract;

/// <summary>A model to choose.</summary>
public sealed record AdapterModel
{
    /// <summary>What the agent is told.</summary>
    public required string Id { get; init; }

    /// <summary>What is shown.</summary>
    public required string Label { get; init; }
}
