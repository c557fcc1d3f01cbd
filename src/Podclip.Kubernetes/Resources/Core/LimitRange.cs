namespace Podclip.Kubernetes.Resources.Core;

/// <summary>How much a single container, pod or claim of a namespace may ask for.</summary>
public sealed record LimitRange : KubernetesObject
{
    public LimitRangeSpec? Spec { get; init; }
}
