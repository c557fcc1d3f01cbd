namespace Podclip.Paperclip.Contract;

/// <summary>A project that could not be copied to where the agent runs.</summary>
public sealed record ProjectStagingFailure
{
    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Why.</summary>
    public required string Error { get; init; }
}
