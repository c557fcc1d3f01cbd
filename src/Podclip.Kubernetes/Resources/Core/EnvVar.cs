namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One environment variable of a container.</summary>
public sealed record EnvVar : ObjectPart
{
    public string? Name { get; init; }

    public string? Value { get; init; }

    public EnvVarSource? ValueFrom { get; init; }
}
