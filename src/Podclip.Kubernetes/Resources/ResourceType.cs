using System.Text.Json.Serialization.Metadata;

namespace Podclip.Kubernetes.Resources;

/// <summary>Where objects of one kind live in the API, and how they are read and written.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="Group">API group; empty for core.</param>
/// <param name="Version">API version, such as <c>v1</c>.</param>
/// <param name="Plural">Path segment, such as <c>jobs</c>.</param>
/// <param name="Kind">Kind, such as <c>Job</c>.</param>
/// <param name="IsNamespaced">Whether objects live in a namespace.</param>
/// <param name="ObjectJson">Serializer of one object.</param>
/// <param name="ListJson">Serializer of a list.</param>
public sealed record ResourceType<T>(
    string Group,
    string Version,
    string Plural,
    string Kind,
    bool IsNamespaced,
    JsonTypeInfo<T> ObjectJson,
    JsonTypeInfo<ResourceList<T>> ListJson)
    where T : KubernetesObject
{
    /// <summary>Group and version as written in an object.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Plural and group as error texts name a resource, such as <c>jobs.batch</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
