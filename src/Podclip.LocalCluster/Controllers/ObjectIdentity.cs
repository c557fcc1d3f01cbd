using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>One certain object: not another that has its name later.</summary>
internal sealed record ObjectIdentity(string Namespace, string Name, string Uid)
{
    /// <summary>That of a stored object.</summary>
    public static ObjectIdentity Of(StoredObject stored) => new(stored.Namespace, stored.Name, stored.Uid);

    /// <summary>Its present state, or null when it is gone.</summary>
    public StoredObject? Find(ObjectStore store, string resource) =>
        store.Find(resource, Namespace, Name) is { } found && found.Uid == Uid ? found : null;
}
