namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A Secret whose keys become environment variables.</summary>
public sealed record SecretEnvSource : ObjectPart
{
    public string? Name { get; init; }

    public bool? Optional { get; init; }
}
