namespace Podclip.Kubernetes.Resources.Core;

/// <summary>The identity of pods.</summary>
public sealed record ServiceAccount : KubernetesObject
{
    public IReadOnlyList<LocalObjectReference>? ImagePullSecrets { get; init; }

    public IReadOnlyList<ObjectReference>? Secrets { get; init; }

    public bool? AutomountServiceAccountToken { get; init; }
}
