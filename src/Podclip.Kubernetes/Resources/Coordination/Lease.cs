namespace Podclip.Kubernetes.Resources.Coordination;

/// <summary>A lock that is held for a while by one who renews it.</summary>
public sealed record Lease : KubernetesObject
{
    public LeaseSpec? Spec { get; init; }
}
