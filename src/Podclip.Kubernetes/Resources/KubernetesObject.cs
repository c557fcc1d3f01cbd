using System.Text.Json.Serialization;

namespace Podclip.Kubernetes.Resources;

/// <summary>An object that an API server stores.</summary>
public abstract record KubernetesObject : ObjectPart
{
    /// <summary>Group and version; absent on items of a list.</summary>
    [JsonPropertyOrder(-3)]
    public string? ApiVersion { get; init; }

    /// <summary>Kind; absent on items of a list.</summary>
    [JsonPropertyOrder(-2)]
    public string? Kind { get; init; }

    /// <summary>Identity and bookkeeping; never null.</summary>
    [JsonPropertyOrder(-1)]
    public ObjectMeta Metadata { get => field ?? ObjectMeta.Empty; init; }
}
