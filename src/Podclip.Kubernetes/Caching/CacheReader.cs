using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Caching;

/// <summary>
/// What one reader of a <see cref="ResourceCache{T}"/> has not been given yet: per object at most a deletion and a state after
/// it, so a slow reader costs no more memory than there are objects.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
internal sealed class CacheReader<T>
    where T : KubernetesObject
{
    private readonly Func<T, bool> _filter;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public CacheReader(Func<T, bool> filter) => _filter = filter;

    /// <summary>Takes a change of an object; a filter that throws ends this reader with its exception and nothing else.</summary>
    /// <param name="uid">The object.</param>
    /// <param name="before">Its state before, or null.</param>
    /// <param name="after">Its state after, or null when it is gone.</param>
    /// <param name="last">Its last state, when it is gone.</param>
    public void Publish(string uid, T? before, T? after, T? last)
    {
        try
        {
            lock (_lock)
            {
                Take(uid, before, after, last);
            }

            _signal.Writer.TryWrite(true);
        }
        catch (Exception e)
        {
            _signal.Writer.TryComplete(e);
        }
    }

    /// <summary>Ends the enumeration after what is pending.</summary>
    public void Complete() => _signal.Writer.TryComplete();

    public async IAsyncEnumerable<WatchEvent<T>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool open;
        do
        {
            open = await _signal.Reader.WaitToReadAsync(cancellationToken);
            _signal.Reader.TryRead(out _);
            while (TryTake(out var next))
            {
                yield return next;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        while (open);
    }

    private void Take(string uid, T? before, T? after, T? last)
    {
        if (after is not null && _filter(after))
        {
            Enqueue(uid, _known.Add(uid) ? WatchEventType.Added : WatchEventType.Modified, after);
        }
        else if (_known.Remove(uid))
        {
            // As with a selector of the server: an object that stops to match is deleted for this reader.
            Enqueue(uid, WatchEventType.Deleted, last ?? after ?? before!);
        }
    }

    private void Enqueue(string uid, WatchEventType type, T value)
    {
        if (!_pending.TryGetValue(uid, out var pending))
        {
            _order.AddLast(uid);
        }

        _pending[uid] = type switch
        {
            WatchEventType.Deleted => new Pending(value, null, default),
            WatchEventType.Modified when pending.State is not null => pending with { State = value },
            _ => pending with { State = value, Type = type },
        };
    }

    private bool TryTake(out WatchEvent<T> next)
    {
        lock (_lock)
        {
            if (_order.First is not { } first)
            {
                next = default;
                return false;
            }

            var pending = _pending[first.Value];
            if (pending is { Deleted: { } deleted, State: not null })
            {
                _pending[first.Value] = pending with { Deleted = null };
                next = new WatchEvent<T>(WatchEventType.Deleted, deleted);
                return true;
            }

            _order.RemoveFirst();
            _pending.Remove(first.Value);
            next = pending.State is { } state ? new WatchEvent<T>(pending.Type, state) : new WatchEvent<T>(WatchEventType.Deleted, pending.Deleted!);
            return true;
        }
    }

    /// <summary>A deletion and a state after it; at least one of them.</summary>
    private readonly record struct Pending(T? Deleted, T? State, WatchEventType Type);
}
