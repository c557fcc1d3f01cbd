namespace Podclip.Kubernetes.Resources.Core;

/// <summary>DNS settings of a pod.</summary>
public sealed record PodDnsConfig : ObjectPart
{
    public IReadOnlyList<string>? Nameservers { get; init; }

    public IReadOnlyList<string>? Searches { get; init; }

    public IReadOnlyList<PodDnsConfigOption>? Options { get; init; }
}
