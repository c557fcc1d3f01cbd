using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Storage;

/// <summary>
/// All objects of the cluster under one version counter, with the history that watches need. Safe for use by many callers at once.
/// Every change is handed to the operating system before the call that made it returns.
/// </summary>
internal sealed class ObjectStore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceShelf> _shelves = new(StringComparer.Ordinal);
    private readonly OwnerIndex _owners = new();
    private readonly StoreOptions _options;
    private readonly ObjectLog? _log;
    private readonly long _startVersion;
    private long _version;

    /// <summary>Opens the store and reads what its directory holds.</summary>
    public ObjectStore(StoreOptions options)
    {
        _options = options;
        if (options.Directory is null)
        {
            return;
        }

        _log = ObjectLog.Open(options.Directory, options.CompactionBytes, out var objects, out _startVersion);
        _version = _startVersion;
        foreach (var stored in objects)
        {
            Shelf(stored.Resource).Objects[KeyOf(stored)] = stored;
            _owners.Replace(null, stored);
        }
    }

    /// <summary>The version of the newest change.</summary>
    public long Version
    {
        get
        {
            lock (_lock)
            {
                return _version;
            }
        }
    }

    /// <summary>One object, or null.</summary>
    public StoredObject? Find(string resource, string ns, string name)
    {
        lock (_lock)
        {
            return Shelf(resource).Objects.GetValueOrDefault(new ObjectKey(ns, name));
        }
    }

    /// <summary>The object with a uid, or null.</summary>
    public StoredObject? FindByUid(string uid)
    {
        lock (_lock)
        {
            return _owners.Find(uid);
        }
    }

    /// <summary>The objects of any kind that name an owner in their ownerReferences.</summary>
    public IReadOnlyList<StoredObject> DependentsOf(string ownerUid)
    {
        lock (_lock)
        {
            return _owners.DependentsOf(ownerUid);
        }
    }

    /// <summary>All objects of a kind, of one namespace or (null) of all, ordered by namespace and name, with the version they are of.</summary>
    public (IReadOnlyList<StoredObject> Items, long Version) List(string resource, string? ns)
    {
        lock (_lock)
        {
            return (Select(Shelf(resource).Objects, ns), _version);
        }
    }

    /// <summary>The same list as it was at an earlier version.</summary>
    /// <exception cref="VersionExpiredException">The history no longer reaches back so far.</exception>
    public IReadOnlyList<StoredObject> ListAt(string resource, string? ns, long version)
    {
        lock (_lock)
        {
            return Select(Shelf(resource).At(version), ns);
        }
    }

    /// <summary>
    /// Stores a new object: fills uid (unless the document has one), resourceVersion and creationTimestamp. A document that carries
    /// metadata.generation has it counted from 1. Null when the name is taken. A check, if there is one, is made under the store's lock
    /// before; an exception of it passes through.
    /// </summary>
    public StoredObject? TryCreate(string resource, string ns, JsonObject document, Action? check = null)
    {
        lock (_lock)
        {
            check?.Invoke();
            var name = document.Text("metadata", "name") ?? throw new ArgumentException("metadata.name is missing", nameof(document));
            if (Shelf(resource).Objects.ContainsKey(new ObjectKey(ns, name)))
            {
                return null;
            }

            var made = document.Copy();
            var metadata = made.Metadata();
            metadata.Default("uid", Guid.NewGuid().ToString());
            metadata["creationTimestamp"] = _options.TimeProvider.GetUtcNow().ToWireTime();
            if (metadata.ContainsKey("generation"))
            {
                metadata["generation"] = 1;
            }

            return Put(resource, ns, name, made, previous: null);
        }
    }

    /// <summary>
    /// Changes an object in one step: <paramref name="change"/> gets a clone, mutates it and returns true to store it, false to leave
    /// it be; it runs under the store's lock and must not write to the store. A change that alters nothing stores nothing. Null when
    /// the object does not exist. Name, namespace, uid and creation time stay what they were. An object that is marked for deletion,
    /// has no finalizer left and no grace period to wait for is removed by this call: a pod with a grace period waits for its kubelet
    /// (<see cref="Nodes.PodRemoval"/>).
    /// </summary>
    public StoredObject? Update(string resource, string ns, string name, Func<JsonObject, bool> change)
    {
        lock (_lock)
        {
            if (Shelf(resource).Objects.GetValueOrDefault(new ObjectKey(ns, name)) is not { } current)
            {
                return null;
            }

            var changed = current.Document.Copy();
            if (!change(changed))
            {
                return current;
            }

            KeepIdentity(changed.Metadata(), current);
            if (JsonNode.DeepEquals(changed, current.Document))
            {
                return current;
            }

            CountGeneration(changed, current.Document);
            if (!IsReadyToGo(changed))
            {
                return Put(resource, ns, name, changed, current);
            }

            // As the real server: the last finalizer's going is only seen as DELETED, with the state before it; a deletion that
            // changes more (a kubelet confirming it with grace period 0) is seen as MODIFIED first.
            var byFinalizer = !JsonNode.DeepEquals(changed.At("metadata", "finalizers"), current.Document.At("metadata", "finalizers"));
            var last = byFinalizer ? current : Put(resource, ns, name, changed, current);
            return Delete(last);
        }
    }

    /// <summary>Removes an object at once, whatever its finalizers. False when it did not exist or its uid is another.</summary>
    public bool Remove(string resource, string ns, string name, string? uid = null)
    {
        lock (_lock)
        {
            if (Shelf(resource).Objects.GetValueOrDefault(new ObjectKey(ns, name)) is not { } current || (uid is not null && current.Uid != uid))
            {
                return false;
            }

            Delete(current);
            return true;
        }
    }

    /// <summary>
    /// Removes an object at once if a check under the store's lock says so; an exception of the check passes through. Answers what was
    /// removed, or null.
    /// </summary>
    public StoredObject? RemoveIf(string resource, string ns, string name, Func<StoredObject, bool> check)
    {
        lock (_lock)
        {
            return Shelf(resource).Objects.GetValueOrDefault(new ObjectKey(ns, name)) is { } current && check(current) ? Delete(current) : null;
        }
    }

    /// <summary>Every change of a kind after <paramref name="version"/>, in order, without end. Throws <see cref="VersionExpiredException"/> when the history no longer reaches back so far.</summary>
    public async IAsyncEnumerable<StoreEvent> WatchAsync(string resource, long version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = OpenCursor(resource, version);
        while (true)
        {
            foreach (var change in cursor.Take())
            {
                yield return change;
            }

            await cursor.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A reader of a kind's changes after a version.</summary>
    public StoreCursor OpenCursor(string resource, long version) => new(this, resource, version);

    /// <summary>Closes the log; the store cannot change any more.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _log?.Dispose();
        }
    }

    internal (IReadOnlyList<StoreEvent> Events, long Version, Task Changed) ReadChanges(string resource, long version)
    {
        lock (_lock)
        {
            var shelf = Shelf(resource);
            return (shelf.After(version), _version, shelf.Changed);
        }
    }

    private static ObjectKey KeyOf(StoredObject stored) => new(stored.Namespace, stored.Name);

    private static List<StoredObject> Select(SortedDictionary<ObjectKey, StoredObject> objects, string? ns) =>
        ns is null ? [.. objects.Values] : [.. objects.Values.Where(o => o.Namespace == ns)];

    private static bool IsReadyToGo(JsonObject document) =>
        document.Text("metadata", "deletionTimestamp") is not null
        && document.Number("metadata", "deletionGracePeriodSeconds") is null or 0
        && !document.Texts("metadata", "finalizers").Any()
        && !document.Texts("spec", "finalizers").Any();

    private static void KeepIdentity(JsonObject metadata, StoredObject current)
    {
        metadata["name"] = current.Name;
        metadata["uid"] = current.Uid;
        metadata["resourceVersion"] = current.Version.ToString(CultureInfo.InvariantCulture);
        metadata["creationTimestamp"] = current.Document.Text("metadata", "creationTimestamp");
        if (current.Namespace.Length > 0)
        {
            metadata["namespace"] = current.Namespace;
        }
    }

    private static void CountGeneration(JsonObject changed, JsonObject current)
    {
        if (current.Number("metadata", "generation") is not { } generation)
        {
            changed.Metadata().Remove("generation");
            return;
        }

        var isNew = !JsonNode.DeepEquals(changed["spec"], current["spec"])
            || (changed.Text("metadata", "deletionTimestamp") is not null && current.Text("metadata", "deletionTimestamp") is null);
        changed.Metadata()["generation"] = isNew ? generation + 1 : generation;
    }

    private ResourceShelf Shelf(string resource)
    {
        if (!_shelves.TryGetValue(resource, out var shelf))
        {
            shelf = new ResourceShelf(_options.HistoryLimit, _options.HistoryBytes, _startVersion);
            _shelves.Add(resource, shelf);
        }

        return shelf;
    }

    private StoredObject Put(string resource, string ns, string name, JsonObject document, StoredObject? previous)
    {
        var version = _version + 1;
        document.Metadata()["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        if (ns.Length > 0)
        {
            document.Metadata()["namespace"] = ns;
        }

        var stored = new StoredObject(resource, ns, name, document.Text("metadata", "uid")!, version, document);
        var bytes = _log?.Append(stored) ?? document.ToJsonString().Length;
        _version = version;
        var shelf = Shelf(resource);
        shelf.Objects[KeyOf(stored)] = stored;
        _owners.Replace(previous, stored);
        shelf.Record(new StoreEvent(previous is null ? StoreEventType.Added : StoreEventType.Modified, stored, previous), bytes);
        CompactWhenDue();
        return stored;
    }

    private StoredObject Delete(StoredObject current)
    {
        var version = _version + 1;
        var document = current.Document.Copy();
        document.Metadata()["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        var last = current.At(version, document);
        var bytes = _log?.AppendRemoval(last) ?? 0;
        _version = version;
        var shelf = Shelf(current.Resource);
        shelf.Objects.Remove(KeyOf(current));
        _owners.Replace(current, null);
        shelf.Record(new StoreEvent(StoreEventType.Deleted, last, current), bytes);
        CompactWhenDue();
        return last;
    }

    private void CompactWhenDue()
    {
        if (_log is { IsCompactionDue: true })
        {
            _log.Compact(_shelves.Values.SelectMany(s => s.Objects.Values), _version);
        }
    }
}
