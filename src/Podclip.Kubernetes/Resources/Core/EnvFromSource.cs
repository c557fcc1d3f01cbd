namespace Podclip.Kubernetes.Resources.Core;

/// <summary>All keys of a Secret or ConfigMap as environment variables.</summary>
public sealed record EnvFromSource : ObjectPart
{
    public string? Prefix { get; init; }

    public SecretEnvSource? SecretRef { get; init; }

    public ConfigMapEnvSource? ConfigMapRef { get; init; }
}
