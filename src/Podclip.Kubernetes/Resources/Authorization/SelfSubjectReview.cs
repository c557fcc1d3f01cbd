namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>The question who one is to the server (<c>authentication.k8s.io/v1</c>, from Kubernetes 1.28 on); nothing is stored.</summary>
public sealed record SelfSubjectReview : KubernetesObject
{
    public SelfSubjectReviewStatus? Status { get; init; }
}
