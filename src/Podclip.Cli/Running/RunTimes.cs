using Podclip.Engine;

namespace Podclip.Cli.Running;

/// <summary>How long a run may take for what; null for what was not said.</summary>
internal sealed record RunTimes
{
    /// <summary>For the agent's work.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Between TERM and KILL.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>For the pod's start.</summary>
    public TimeSpan? StartTimeout { get; init; }

    /// <summary>For waiting while the agent is busy.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>For the exit of an agent that is done.</summary>
    public TimeSpan? ExitTimeout { get; init; }

    /// <summary>For the first output.</summary>
    public TimeSpan? SilenceTimeout { get; init; }

    /// <summary>For a cluster out of reach.</summary>
    public TimeSpan? UnreachableTimeout { get; init; }

    /// <summary>A request with these times; what was not said stays as it is.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The request.</returns>
    public RunRequest ApplyTo(RunRequest request) => request with
    {
        Timeout = Timeout ?? request.Timeout,
        Grace = Grace ?? request.Grace,
        StartTimeout = StartTimeout ?? request.StartTimeout,
        QueueTimeout = QueueTimeout ?? request.QueueTimeout,
        ExitTimeout = ExitTimeout ?? request.ExitTimeout,
        SilenceTimeout = SilenceTimeout ?? request.SilenceTimeout,
        UnreachableTimeout = UnreachableTimeout ?? request.UnreachableTimeout,
    };
}
