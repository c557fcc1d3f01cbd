namespace Podclip.Kubernetes.Resources.Core;

/// <summary>The seccomp profile of a pod or container.</summary>
public sealed record SeccompProfile : ObjectPart
{
    public string? Type { get; init; }

    public string? LocalhostProfile { get; init; }
}
