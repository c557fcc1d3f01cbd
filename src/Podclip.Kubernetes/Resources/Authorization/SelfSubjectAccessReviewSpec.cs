namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>What is asked.</summary>
public sealed record SelfSubjectAccessReviewSpec : ObjectPart
{
    public ResourceAttributes? ResourceAttributes { get; init; }
}
