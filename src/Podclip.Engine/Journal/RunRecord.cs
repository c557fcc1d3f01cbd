namespace Podclip.Engine.Journal;

/// <summary>What must be known of a run to take it up again, written before anything is created. Holds no secret.</summary>
public sealed record RunRecord
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The kind of agent.</summary>
    public required string Agent { get; init; }

    /// <summary>The name the run holds, or null.</summary>
    public string? AgentName { get; init; }

    /// <summary>The cluster.</summary>
    public required ClusterReference Cluster { get; init; }

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The Job's name.</summary>
    public required string Job { get; init; }

    /// <summary>The Secrets' names, the guard first.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Whether the Secrets have no owner, so that they do not go with the Job: these credentials could not release a suspended one.</summary>
    public bool HasLooseSecrets { get; init; }

    /// <summary>The nonce of the end marker.</summary>
    public required string Nonce { get; init; }

    /// <summary>When the run was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long the agent may run, or null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long the pod may take to start.</summary>
    public TimeSpan StartTimeout { get; init; }

    /// <summary>How long the run may wait for its turn.</summary>
    public TimeSpan QueueTimeout { get; init; }

    /// <summary>How long an agent that has said that it is done may take to exit.</summary>
    public TimeSpan ExitTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an agent that reports by events may be silent after its start, or null.</summary>
    public TimeSpan? SilenceTimeout { get; init; }

    /// <summary>For how long the cluster may be out of reach.</summary>
    public TimeSpan UnreachableTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether its finished Job stays.</summary>
    public bool KeepsJob { get; init; }

    /// <summary>How long the agent has between TERM and KILL.</summary>
    public TimeSpan Grace { get; init; }
}
