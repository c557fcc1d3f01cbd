namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A ConfigMap whose keys become environment variables.</summary>
public sealed record ConfigMapEnvSource : ObjectPart
{
    public string? Name { get; init; }

    public bool? Optional { get; init; }
}
