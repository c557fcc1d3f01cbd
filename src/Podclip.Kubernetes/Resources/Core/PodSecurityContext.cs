namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Security settings of a whole pod.</summary>
public sealed record PodSecurityContext : ObjectPart
{
    public long? RunAsUser { get; init; }

    public long? RunAsGroup { get; init; }

    public bool? RunAsNonRoot { get; init; }

    public long? FsGroup { get; init; }

    public string? FsGroupChangePolicy { get; init; }

    public IReadOnlyList<long>? SupplementalGroups { get; init; }

    public SeccompProfile? SeccompProfile { get; init; }
}
