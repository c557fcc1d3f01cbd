using System.Text.Json.Serialization;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Kubernetes.Resources.Core;

/// <summary>Something a controller, the scheduler or a kubelet reports about an object.</summary>
public sealed record Event : KubernetesObject
{
    public ObjectReference? InvolvedObject { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public EventSource? Source { get; init; }

    public DateTimeOffset? FirstTimestamp { get; init; }

    public DateTimeOffset? LastTimestamp { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? EventTime { get; init; }

    public int? Count { get; init; }

    public string? Type { get; init; }

    public string? ReportingComponent { get; init; }

    public string? ReportingInstance { get; init; }

    public string? Action { get; init; }
}
