namespace Podclip.Kubernetes.Resources.Batch;

/// <summary>Matches a container's exit code.</summary>
public sealed record PodFailurePolicyOnExitCodes : ObjectPart
{
    public string? ContainerName { get; init; }

    public string? Operator { get; init; }

    public IReadOnlyList<int>? Values { get; init; }
}
