namespace Podclip.LocalCluster.Storage;

/// <summary>The objects of one kind and their recent changes. Not safe by itself: the store's lock guards it.</summary>
internal sealed class ResourceShelf(int historyLimit, long historyBytes, long startVersion)
{
    /// <summary>Who follows the changes is at most so many behind, as a rule.</summary>
    private const int Unpacked = 64;

    private readonly List<(StoreEvent Event, int Bytes)> _history = [];
    private int _oldest;
    private long _historySize;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SortedDictionary<ObjectKey, StoredObject> Objects { get; } = new(ObjectKey.ListOrder);

    /// <summary>Changes up to and including this version are forgotten.</summary>
    public long Forgotten { get; private set; } = startVersion;

    /// <summary>Completes at the next change of this kind.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Remembers a change and wakes those who wait for one.</summary>
    public void Record(StoreEvent change, int bytes)
    {
        _history.Add((change, bytes));
        PackOld();
        _historySize += bytes;
        while (_history.Count - _oldest > historyLimit || (_historySize > historyBytes && _history.Count - _oldest > 1))
        {
            var (old, size) = _history[_oldest];
            _history[_oldest++] = default;
            _historySize -= size;
            Forgotten = old.Object.Version;
        }

        if (_oldest > 1024 && _oldest > _history.Count / 2)
        {
            _history.RemoveRange(0, _oldest);
            _oldest = 0;
        }

        var signal = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        signal.SetResult();
    }

    /// <summary>The changes after a version, oldest first. Throws when some of them are forgotten.</summary>
    public List<StoreEvent> After(long version)
    {
        RequireHistory(version);
        var first = FirstAfter(version);
        var events = new List<StoreEvent>(_history.Count - first);
        for (var i = first; i < _history.Count; i++)
        {
            events.Add(_history[i].Event);
        }

        return events;
    }

    /// <summary>The objects as they were at a version, by undoing what came later. Throws when the history does not reach back.</summary>
    public SortedDictionary<ObjectKey, StoredObject> At(long version)
    {
        RequireHistory(version);
        var objects = new SortedDictionary<ObjectKey, StoredObject>(Objects, ObjectKey.ListOrder);
        var first = FirstAfter(version);
        for (var i = _history.Count - 1; i >= first; i--)
        {
            var change = _history[i].Event;
            var key = new ObjectKey(change.Object.Namespace, change.Object.Name);
            if (change.Previous is null)
            {
                objects.Remove(key);
            }
            else
            {
                objects[key] = change.Previous;
            }
        }

        return objects;
    }

    /// <summary>Of a change that is no longer new, what is not an object's present state is packed.</summary>
    private void PackOld()
    {
        if (_history.Count - Unpacked is var old && old > _oldest)
        {
            var change = _history[old - 1].Event;
            change.Previous?.Pack();
            var isPresent = Objects.TryGetValue(new ObjectKey(change.Object.Namespace, change.Object.Name), out var present) && present == change.Object;

            // Events are many, and nothing but a list of them asks for one again.
            if (!isPresent || change.Object.Resource == ResourceNames.Events)
            {
                change.Object.Pack();
            }
        }
    }

    private int FirstAfter(long version)
    {
        var (low, high) = (_oldest, _history.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_history[middle].Event.Object.Version <= version)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void RequireHistory(long version)
    {
        if (version < Forgotten)
        {
            throw new VersionExpiredException(version, Forgotten);
        }
    }
}
