namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>The question whether one may do something (<c>authorization.k8s.io/v1</c>). Everybody who is authenticated may ask it; nothing is stored.</summary>
public sealed record SelfSubjectAccessReview : KubernetesObject
{
    public SelfSubjectAccessReviewSpec? Spec { get; init; }

    public SubjectAccessReviewStatus? Status { get; init; }
}
