namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Since when a container runs.</summary>
public sealed record ContainerStateRunning : ObjectPart
{
    public DateTimeOffset? StartedAt { get; init; }
}
