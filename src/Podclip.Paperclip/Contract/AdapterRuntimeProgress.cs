namespace Podclip.Paperclip.Contract;

/// <summary>What a run is doing just now; shown for 90 seconds.</summary>
public sealed record AdapterRuntimeProgress
{
    /// <summary><c>git_sync</c>, <c>config_sync</c>, <c>adapter_startup</c>, <c>restore</c>, <c>export</c> or <c>finalize</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>In words, at most 180 characters.</summary>
    public required string Message { get; init; }

    /// <summary>The tool the agent uses.</summary>
    public string? CurrentToolName { get; init; }

    /// <summary>What it said last.</summary>
    public string? LastAssistantSnippet { get; init; }

    /// <summary>When (ISO 8601).</summary>
    public string? LastEventAt { get; init; }
}
