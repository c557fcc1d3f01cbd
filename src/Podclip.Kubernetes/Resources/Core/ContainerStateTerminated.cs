using System.Text.Json.Serialization;

namespace Podclip.Kubernetes.Resources.Core;

/// <summary>How a container ended.</summary>
public sealed record ContainerStateTerminated : ObjectPart
{
    public int? ExitCode { get; init; }

    public int? Signal { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    [JsonPropertyName("containerID")]
    public string? ContainerID { get; init; }
}
