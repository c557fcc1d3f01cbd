namespace Podclip.Kubernetes.Resources.Batch;

/// <summary>What the Job controller says of a Job.</summary>
public sealed record JobStatus : ObjectPart
{
    public int? Active { get; init; }

    public int? Ready { get; init; }

    public int? Terminating { get; init; }

    public int? Succeeded { get; init; }

    public int? Failed { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? CompletionTime { get; init; }

    public IReadOnlyList<JobCondition>? Conditions { get; init; }
}
