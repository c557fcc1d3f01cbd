using System.Text.Json.Serialization;

namespace Podclip.Kubernetes.Resources.Core;

/// <summary>One source of a projected volume.</summary>
public sealed record VolumeProjection : ObjectPart
{
    public SecretProjection? Secret { get; init; }

    public ConfigMapProjection? ConfigMap { get; init; }

    public ServiceAccountTokenProjection? ServiceAccountToken { get; init; }

    [JsonPropertyName("downwardAPI")]
    public DownwardApiProjection? DownwardAPI { get; init; }
}
