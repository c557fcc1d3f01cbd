namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Why a container does not run yet.</summary>
public sealed record ContainerStateWaiting : ObjectPart
{
    public string? Reason { get; init; }

    public string? Message { get; init; }
}
