namespace Podclip.Kubernetes.Resources;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">The kind of object listed.</typeparam>
public sealed record ResourceList<T> : ObjectPart
    where T : KubernetesObject
{
    /// <summary>Group and version of the list.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Kind of the list.</summary>
    public string? Kind { get; init; }

    /// <summary>Version of the list and token of the next page.</summary>
    public ListMeta Metadata { get => field ?? new ListMeta(); init; }

    /// <summary>The objects; items carry neither kind nor apiVersion.</summary>
    public IReadOnlyList<T> Items { get => field ?? []; init; }
}
