namespace Podclip.Kubernetes.Resources.Batch;

/// <summary>One condition of a Job (<c>Complete</c>, <c>Failed</c>, <c>Suspended</c>, <c>SuccessCriteriaMet</c>, <c>FailureTarget</c>).</summary>
public sealed record JobCondition : ObjectPart
{
    public string? Type { get; init; }

    public string? Status { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public DateTimeOffset? LastProbeTime { get; init; }

    public DateTimeOffset? LastTransitionTime { get; init; }
}
