using System.Threading.Channels;

namespace Podclip.LocalCluster.Controllers;

/// <summary>Keys waiting to be looked at: each at most once, some only after a while.</summary>
internal sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly TimeProvider _timeProvider;
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _lock = new();
    private readonly HashSet<TKey> _queued = [];
    private readonly Dictionary<TKey, DateTimeOffset> _due = [];
    private readonly PriorityQueue<TKey, DateTimeOffset> _later = new();
    private readonly ITimer _timer;

    public WorkQueue(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _timer = timeProvider.CreateTimer(_ => MoveDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Queues a key that is not queued already.</summary>
    public void Add(TKey key)
    {
        lock (_lock)
        {
            if (!_queued.Add(key))
            {
                return;
            }
        }

        _ready.Writer.TryWrite(key);
    }

    /// <summary>Queues a key after a delay; of several delays of one key the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (_lock)
        {
            var due = _timeProvider.GetUtcNow() + delay;
            if (_due.TryGetValue(key, out var earlier) && earlier <= due)
            {
                return;
            }

            _due[key] = due;
            _later.Enqueue(key, due);
            SetTimer();
        }
    }

    /// <summary>The next key, once there is one.</summary>
    public async ValueTask<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        var key = await _ready.Reader.ReadAsync(cancellationToken);
        lock (_lock)
        {
            _queued.Remove(key);
        }

        return key;
    }

    public void Dispose() => _timer.Dispose();

    private void MoveDue()
    {
        lock (_lock)
        {
            var now = _timeProvider.GetUtcNow();
            while (_later.TryPeek(out var key, out var due) && due <= now)
            {
                _later.Dequeue();

                // An entry that was overtaken by an earlier one of its key has been served.
                if (_due.TryGetValue(key, out var wanted) && wanted == due)
                {
                    _due.Remove(key);
                    Add(key);
                }
            }

            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (_later.TryPeek(out _, out var due))
        {
            // A timer takes 49 days at most; what is due later is looked at again then.
            var wait = due - _timeProvider.GetUtcNow();
            _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > TimeSpan.FromDays(30) ? TimeSpan.FromDays(30) : wait, Timeout.InfiniteTimeSpan);
        }
    }
}
