using System.Text.Json.Serialization;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Kubernetes.Resources.Coordination;

/// <summary>Who holds a lease, since when, and until when unless it is renewed.</summary>
public sealed record LeaseSpec : ObjectPart
{
    public string? HolderIdentity { get; init; }

    public int? LeaseDurationSeconds { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }

    public int? LeaseTransitions { get; init; }
}
