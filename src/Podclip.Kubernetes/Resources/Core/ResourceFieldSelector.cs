namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One resource request or limit of a container.</summary>
public sealed record ResourceFieldSelector : ObjectPart
{
    public string? ContainerName { get; init; }

    public string? Resource { get; init; }

    public string? Divisor { get; init; }
}
