using System.Text.Json;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Engine.Preflight;

/// <summary>
/// Writes objects as documents for <c>kubectl apply</c>. An object that exists is always written with everything that somebody may
/// have applied before, because apply takes away what a later document leaves out.
/// </summary>
internal static class FixYaml
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>One object as a text.</summary>
    public static string Of<T>(ResourceType<T> type, T value)
        where T : KubernetesObject => YamlText.Of(Document(type, value));

    /// <summary>One object as a document that says what it is.</summary>
    public static JsonElement Document<T>(ResourceType<T> type, T value)
        where T : KubernetesObject =>
        JsonSerializer.SerializeToElement((T)((KubernetesObject)value with { ApiVersion = type.ApiVersion, Kind = type.Kind }), type.ObjectJson);

    /// <summary>What an applied document may say of an existing object's metadata: neither versions nor the server's bookkeeping.</summary>
    public static ObjectMeta Metadata(ObjectMeta existing) => new()
    {
        Name = existing.Name,
        Namespace = existing.Namespace,
        Labels = existing.Labels,
        Annotations = existing.Annotations?.Where(pair => pair.Key != LastApplied).ToDictionary(StringComparer.Ordinal) is { Count: > 0 } kept ? kept : null,
    };
}
