namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Capacity and condition of a node.</summary>
public sealed record NodeStatus : ObjectPart
{
    public IReadOnlyDictionary<string, string>? Capacity { get; init; }

    public IReadOnlyDictionary<string, string>? Allocatable { get; init; }

    public IReadOnlyList<NodeCondition>? Conditions { get; init; }

    public IReadOnlyList<NodeAddress>? Addresses { get; init; }

    public NodeSystemInfo? NodeInfo { get; init; }
}
