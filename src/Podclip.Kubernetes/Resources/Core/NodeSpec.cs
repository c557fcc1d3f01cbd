using System.Text.Json.Serialization;

namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Settings of a node.</summary>
public sealed record NodeSpec : ObjectPart
{
    public bool? Unschedulable { get; init; }

    [JsonPropertyName("podCIDR")]
    public string? PodCIDR { get; init; }
}
