namespace Podclip.LocalCluster.Api.Kinds;

/// <summary>The kinds the cluster serves.</summary>
internal sealed class ResourceRegistry
{
    private readonly Dictionary<(string Group, string Version, string Plural), ResourceKind> _byPath = [];
    private readonly Dictionary<string, ResourceKind> _byName = new(StringComparer.Ordinal);

    public ResourceRegistry(IEnumerable<ResourceKind> kinds)
    {
        foreach (var kind in kinds)
        {
            _byPath.Add((kind.Group, kind.Version, kind.Plural), kind);
            _byName.Add(kind.QualifiedName, kind);
        }

        All = [.. _byPath.Values];
    }

    /// <summary>Every kind, in registration order.</summary>
    public IReadOnlyList<ResourceKind> All { get; }

    /// <summary>A kind by the parts of its path, or null.</summary>
    public ResourceKind? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));

    /// <summary>A kind by plural and group, such as <c>jobs.batch</c>.</summary>
    public ResourceKind this[string qualifiedName] => _byName[qualifiedName];

    /// <summary>Whether any kind is of a group and version.</summary>
    public bool Has(string group, string version) => All.Any(k => k.Group == group && k.Version == version);
}
