using System.Text.Json.Serialization;

namespace Podclip.Kubernetes.Resources.Meta;

/// <summary>The answer of an API server that is not an object: an error, or the success of a deletion.</summary>
public sealed record Status : KubernetesObject
{
    [JsonPropertyName("status")]
    public string? StatusText { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }

    public StatusDetails? Details { get; init; }

    public int? Code { get; init; }
}
