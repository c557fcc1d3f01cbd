namespace Podclip.Kubernetes.Resources.Authorization;

/// <summary>The answer.</summary>
public sealed record SelfSubjectReviewStatus : ObjectPart
{
    public UserInfo? UserInfo { get; init; }
}
