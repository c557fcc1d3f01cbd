namespace Podclip.LocalCluster.Storage;

/// <summary>Where an object stands among those of its kind.</summary>
internal readonly record struct ObjectKey(string Namespace, string Name)
{
    /// <summary>Namespace first, then name, by bytes: the order in which the real server lists.</summary>
    public static IComparer<ObjectKey> ListOrder { get; } = Comparer<ObjectKey>.Create((a, b) =>
    {
        var byNamespace = string.CompareOrdinal(a.Namespace, b.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(a.Name, b.Name);
    });
}
