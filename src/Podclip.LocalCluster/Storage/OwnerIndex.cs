namespace Podclip.LocalCluster.Storage;

/// <summary>Which objects name which owners, and which uids there are. Not safe by itself: the store's lock guards it.</summary>
internal sealed class OwnerIndex
{
    private readonly Dictionary<string, StoredObject> _byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, StoredObject>> _dependents = new(StringComparer.Ordinal);

    /// <summary>Takes in an object's new state (null: it is gone).</summary>
    public void Replace(StoredObject? previous, StoredObject? current)
    {
        if (previous is not null)
        {
            _byUid.Remove(previous.Uid);
            foreach (var owner in OwnersOf(previous))
            {
                if (_dependents.TryGetValue(owner, out var dependents) && dependents.Remove(previous.Uid) && dependents.Count == 0)
                {
                    _dependents.Remove(owner);
                }
            }
        }

        if (current is null)
        {
            return;
        }

        _byUid[current.Uid] = current;
        foreach (var owner in OwnersOf(current))
        {
            if (!_dependents.TryGetValue(owner, out var dependents))
            {
                dependents = new Dictionary<string, StoredObject>(StringComparer.Ordinal);
                _dependents.Add(owner, dependents);
            }

            dependents[current.Uid] = current;
        }
    }

    /// <summary>The object with a uid, or null.</summary>
    public StoredObject? Find(string uid) => _byUid.GetValueOrDefault(uid);

    /// <summary>The objects that name an owner.</summary>
    public IReadOnlyList<StoredObject> DependentsOf(string uid) => _dependents.TryGetValue(uid, out var dependents) ? [.. dependents.Values] : [];

    private static IEnumerable<string> OwnersOf(StoredObject stored) =>
        stored.Document.Items("metadata", "ownerReferences").Select(o => o.Text("uid") ?? "");
}
