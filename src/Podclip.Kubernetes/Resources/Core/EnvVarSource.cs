namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Where the value of an environment variable comes from.</summary>
public sealed record EnvVarSource : ObjectPart
{
    public SecretKeySelector? SecretKeyRef { get; init; }

    public ConfigMapKeySelector? ConfigMapKeyRef { get; init; }

    public ObjectFieldSelector? FieldRef { get; init; }

    public ResourceFieldSelector? ResourceFieldRef { get; init; }
}
