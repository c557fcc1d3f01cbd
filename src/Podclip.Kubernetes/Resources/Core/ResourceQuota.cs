namespace Podclip.Kubernetes.Resources.Core;

/// <summary>How much a namespace may hold.</summary>
public sealed record ResourceQuota : KubernetesObject
{
    public ResourceQuotaSpec? Spec { get; init; }

    public ResourceQuotaStatus? Status { get; init; }
}
