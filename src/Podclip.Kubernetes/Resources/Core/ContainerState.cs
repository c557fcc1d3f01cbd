namespace Podclip.Kubernetes.Resources.Core;

/// <summary>A container is waiting, running or terminated; exactly one is set.</summary>
public sealed record ContainerState : ObjectPart
{
    public ContainerStateWaiting? Waiting { get; init; }

    public ContainerStateRunning? Running { get; init; }

    public ContainerStateTerminated? Terminated { get; init; }
}
