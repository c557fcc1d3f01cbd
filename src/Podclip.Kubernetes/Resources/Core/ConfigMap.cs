namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Plain configuration values.</summary>
public sealed record ConfigMap : KubernetesObject
{
    public bool? Immutable { get; init; }

    public IReadOnlyDictionary<string, string>? Data { get; init; }

    public IReadOnlyDictionary<string, byte[]>? BinaryData { get; init; }
}
