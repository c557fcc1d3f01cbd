namespace Podclip.Kubernetes.Resources.Batch;

/// <summary>What a Job is to run, and how it ends.</summary>
public sealed record JobSpec : ObjectPart
{
    public int? Parallelism { get; init; }

    public int? Completions { get; init; }

    public string? CompletionMode { get; init; }

    public int? BackoffLimit { get; init; }

    public long? ActiveDeadlineSeconds { get; init; }

    public int? TtlSecondsAfterFinished { get; init; }

    public bool? Suspend { get; init; }

    public bool? ManualSelector { get; init; }

    public LabelSelector? Selector { get; init; }

    public PodFailurePolicy? PodFailurePolicy { get; init; }

    public string? PodReplacementPolicy { get; init; }

    public PodTemplateSpec? Template { get; init; }
}
