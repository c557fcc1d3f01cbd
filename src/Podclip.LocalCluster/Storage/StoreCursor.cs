namespace Podclip.LocalCluster.Storage;

/// <summary>A reader of one kind's changes that remembers how far it came. For one caller at a time.</summary>
internal sealed class StoreCursor
{
    private readonly ObjectStore _store;
    private readonly string _resource;
    private Task _changed = Task.CompletedTask;

    internal StoreCursor(ObjectStore store, string resource, long version)
    {
        _store = store;
        _resource = resource;
        Position = version;
    }

    /// <summary>Every change up to this version was taken; the version a bookmark may name.</summary>
    public long Position { get; private set; }

    /// <summary>The changes since the last call, in order; empty when there were none.</summary>
    /// <exception cref="VersionExpiredException">The history no longer reaches back to <see cref="Position"/>.</exception>
    public IReadOnlyList<StoreEvent> Take()
    {
        var (events, version, changed) = _store.ReadChanges(_resource, Position);
        _changed = changed;

        // A version from the future must be waited for, not stepped back from.
        Position = Math.Max(Position, version);
        return events;
    }

    /// <summary>Waits until there is a change that <see cref="Take"/> has not seen.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _changed.WaitAsync(cancellationToken);
}
