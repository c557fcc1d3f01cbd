namespace Podclip.Daemon.Runs;

/// <summary>A hosted run as its callers see it.</summary>
public sealed record HostedRunView
{
    /// <summary>The caller's id of it.</summary>
    public required string Id { get; init; }

    /// <summary>The adapter.</summary>
    public required string Adapter { get; init; }

    /// <summary>The agent.</summary>
    public required string AgentId { get; init; }

    /// <summary>The task; null for none.</summary>
    public string? TaskId { get; init; }

    /// <summary>Where it stands.</summary>
    public required HostedRunState State { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its result was known; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether it is being cancelled, or was.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>The Job; null before there is one.</summary>
    public string? Job { get; init; }

    /// <summary>Its namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>The engine's id of it, for <c>podclip attach</c>.</summary>
    public string? RunId { get; init; }

    /// <summary>The number of its newest event; null in a list for a run that is over.</summary>
    public long? LastSequence { get; init; }

    /// <summary>A run as its callers see it.</summary>
    /// <param name="record">What is kept of it.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="lastSequence">The number of its newest event.</param>
    /// <returns>The view.</returns>
    public static HostedRunView Of(HostedRunRecord record, HostedRunState state, long? lastSequence) => new()
    {
        Id = record.Id,
        Adapter = record.Adapter,
        AgentId = record.AgentId,
        TaskId = record.TaskId,
        State = state,
        StartedAt = record.StartedAt,
        FinishedAt = record.FinishedAt,
        IsCancelled = record.IsCancelled,
        Job = record.Run?.Job,
        Namespace = record.Run?.Namespace,
        RunId = record.Run?.RunId,
        LastSequence = lastSequence,
    };
}
