namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Values that stand in no spec.</summary>
public sealed record Secret : KubernetesObject
{
    public string? Type { get; init; }

    public bool? Immutable { get; init; }

    public IReadOnlyDictionary<string, byte[]>? Data { get; init; }

    public IReadOnlyDictionary<string, string>? StringData { get; init; }
}
