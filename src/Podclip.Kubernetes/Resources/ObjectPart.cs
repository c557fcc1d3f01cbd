using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Kubernetes.Resources;

/// <summary>A nested part of an object. Fields that this client does not know are kept and written back.</summary>
public abstract record ObjectPart
{
    /// <summary>The fields this client has no name for, as the server sent them.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? UnknownFields { get; set; }
}
