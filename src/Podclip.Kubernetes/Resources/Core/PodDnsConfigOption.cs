namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One resolver option.</summary>
public sealed record PodDnsConfigOption : ObjectPart
{
    public string? Name { get; init; }

    public string? Value { get; init; }
}
