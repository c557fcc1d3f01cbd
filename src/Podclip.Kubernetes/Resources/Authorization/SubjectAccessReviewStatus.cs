namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>The answer.</summary>
public sealed record SubjectAccessReviewStatus : ObjectPart
{
    public bool Allowed { get; init; }

    public bool? Denied { get; init; }

    public string? Reason { get; init; }

    public string? EvaluationError { get; init; }
}
