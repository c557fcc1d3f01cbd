using Podclip.Paperclip.Execution;

namespace Podclip.Daemon.Runs;

/// <summary>What a daemon keeps on disk of a run beside its events. Holds no secret: the context that the caller sent is not among it.</summary>
public sealed record HostedRunRecord
{
    /// <summary>The caller's id of it.</summary>
    public required string Id { get; init; }

    /// <summary>The adapter.</summary>
    public required string Adapter { get; init; }

    /// <summary>The agent.</summary>
    public required string AgentId { get; init; }

    /// <summary>The task, as the Job's label has it; null for none.</summary>
    public string? TaskId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its result was known; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The engine's run that its output comes from; null before there is one.</summary>
    public ExecutionRun? Run { get; init; }

    /// <summary>The hosted run of an earlier caller that this one took up.</summary>
    public string? Former { get; init; }

    /// <summary>Whether it is to be cancelled. Kept, so that no crash loses a cancel.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Whether a caller was told its result.</summary>
    public bool IsTold { get; init; }
}
