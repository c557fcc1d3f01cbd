using System.Runtime.CompilerServices;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Caching;

/// <summary>A live copy of all objects that match a selector: one list and one watch, shared by all readers of the process.</summary>
/// <typeparam name="T">The kind.</typeparam>
public sealed class ResourceCache<T> : IAsyncDisposable
    where T : KubernetesObject
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    // Where watching is not granted; what a change costs then is this much time.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    // A watch that lived this long shows that the server is well, even if nothing happened.
    private static readonly TimeSpan HealthyWatch = TimeSpan.FromSeconds(5);

    private readonly KubernetesClient _client;
    private readonly ResourceType<T> _type;
    private readonly ResourceSelector _selector;
    private readonly TimeProvider _time;
    private readonly Backoff _backoff = new(FirstDelay, LongestDelay);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, T> _items = new(StringComparer.Ordinal);
    private readonly List<CacheReader<T>> _readers = [];
    private TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private KubernetesException? _lastError;
    private DateTimeOffset? _unreachableSince;
    private string? _version;
    private volatile bool _polls;
    private Task? _loop;
    private bool _disposed;

    /// <summary>A cache; it begins with <see cref="Start"/>.</summary>
    /// <param name="client">The server.</param>
    /// <param name="type">The kind.</param>
    /// <param name="selector">Which objects.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    public ResourceCache(KubernetesClient client, ResourceType<T> type, ResourceSelector selector, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(selector);
        _client = client;
        _type = type;
        _selector = selector;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>
    /// Since when this copy is out of touch with the server, because the server does not answer or refuses, or null while all is
    /// well. Readers bound their wait by it.
    /// </summary>
    public DateTimeOffset? UnreachableSince => Locked(() => _unreachableSince);

    /// <summary>Whether these credentials may list and not watch: the objects are then listed again and again.</summary>
    public bool IsPolling => _polls;

    /// <summary>The last failure of the list or the watch, or null while all is well.</summary>
    public KubernetesException? LastError => Locked(() => _lastError);

    /// <summary>The objects now.</summary>
    public IReadOnlyCollection<T> Items => Locked<IReadOnlyCollection<T>>(() => [.. _items.Values]);

    /// <summary>Begins to list and watch. Failures are retried with back-off and jitter until disposal.</summary>
    public void Start()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _loop ??= Task.Run(RunAsync);
        }
    }

    /// <summary>Waits for the first complete list. Throws the error of a list that is not transient (forbidden, unauthorized).</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>When the objects are known.</returns>
    /// <exception cref="KubernetesException">The server refused the list; the cache goes on trying.</exception>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Locked(() => _synced.Task).WaitAsync(cancellationToken);

    /// <summary>
    /// Follows the objects that <paramref name="filter"/> accepts: first one Added for each that exists, then every change.
    /// An object that vanished between two lists is reported as Deleted with its last state, as is one that the filter no longer
    /// accepts. Slow readers get the newest state of an object, not each of its states; a deletion is never left out. An object
    /// deleted and made again under the same name is another object with another uid: Deleted, then Added.
    /// </summary>
    /// <param name="filter">Which objects; called under the cache's lock, so it must be quick. If it throws, this enumeration does.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The events; the end of it when the cache is disposed.</returns>
    public async IAsyncEnumerable<WatchEvent<T>> FollowAsync(Func<T, bool> filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var reader = Subscribe(filter);
        try
        {
            await foreach (var next in reader.ReadAsync(cancellationToken))
            {
                yield return next;
            }
        }
        finally
        {
            lock (_lock)
            {
                _readers.Remove(reader);
            }
        }
    }

    /// <summary>Ends the watch and every enumeration, and waits until no request is under way.</summary>
    /// <returns>When all has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        await _stop.CancelAsync();
        if (_loop is not null)
        {
            await _loop;
        }

        lock (_lock)
        {
            _readers.ForEach(r => r.Complete());
            _synced.TrySetException(new ObjectDisposedException(nameof(ResourceCache<>)));
            _ = _synced.Task.Exception;
        }

        _stop.Dispose();
    }

    private CacheReader<T> Subscribe(Func<T, bool> filter)
    {
        lock (_lock)
        {
            var reader = new CacheReader<T>(filter);
            foreach (var (uid, item) in _items)
            {
                reader.Publish(uid, before: null, item, last: null);
            }

            if (_disposed)
            {
                reader.Complete();
            }

            _readers.Add(reader);
            return reader;
        }
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_version is null || _polls)
                {
                    await ListAsync(_stop.Token);
                }

                await (_polls ? Task.Delay(PollInterval, _time, _stop.Token) : WatchAsync(_stop.Token));
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (!await RecoverAsync(e))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Notes a failure and waits.</summary>
    /// <returns>False when the cache is being disposed.</returns>
    private async Task<bool> RecoverAsync(Exception exception)
    {
        var failure = exception as KubernetesException ?? new KubernetesException($"watching {_type.QualifiedName}: {exception.Message}", exception);
        var listing = _version is null || _polls;
        if (!listing && failure.IsForbidden)
        {
            _polls = true;
            return !_stop.IsCancellationRequested;
        }

        if (!failure.IsTransient)
        {
            // The same watch would fail again: a new list gives a new version.
            _version = null;
        }

        if (listing || !failure.IsExpired)
        {
            // 410 for a watch is normal after a restart of the server, whose watch cache begins later than the version known here.
            Fail(failure, listing);
        }

        try
        {
            await Task.Delay(_backoff.Next(failure.RetryAfter), _time, _stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Fail(KubernetesException failure, bool listing)
    {
        lock (_lock)
        {
            _lastError = failure;
            _unreachableSince ??= _time.GetUtcNow();
            if (listing && !failure.IsTransient)
            {
                _synced.TrySetException(failure);
                _ = _synced.Task.Exception;
            }
        }
    }

    private void Succeed()
    {
        lock (_lock)
        {
            _lastError = null;
            _unreachableSince = null;
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var list = await _client.ListAsync(_type, _selector, retries: null, cancellationToken);
        lock (_lock)
        {
            var present = new Dictionary<string, T>(StringComparer.Ordinal);
            foreach (var item in list.Items)
            {
                present[KeyOf(item)] = item;
            }

            foreach (var (uid, item) in _items.Where(i => !present.ContainsKey(i.Key)).ToList())
            {
                Remove(uid, item);
            }

            foreach (var (uid, item) in present)
            {
                Store(uid, item);
            }

            _version = list.Metadata.ResourceVersion ?? "0";
            Succeed();
            if (_synced.Task.IsFaulted)
            {
                _synced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            _synced.TrySetResult();
        }
    }

    /// <summary>Watches on from the newest version until the server ends the stream.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var opened = _time.GetTimestamp();
        await using var watch = await _client.OpenWatchAsync(_type, _selector, _version, cancellationToken);
        Succeed();
        var progress = false;
        await foreach (var next in watch.ReadAsync(cancellationToken))
        {
            Apply(next);
            progress = true;
            _backoff.Reset();
        }

        if (progress || _time.GetElapsedTime(opened) >= HealthyWatch)
        {
            _backoff.Reset();
            return;
        }

        // A server or proxy that ends every watch at once must not be asked in a tight loop.
        await Task.Delay(_backoff.Next(), _time, cancellationToken);
    }

    private void Apply(WatchEvent<T> next)
    {
        lock (_lock)
        {
            _version = next.Object.Metadata.ResourceVersion ?? _version;
            switch (next.Type)
            {
                case WatchEventType.Added or WatchEventType.Modified:
                    Store(KeyOf(next.Object), next.Object);
                    break;
                case WatchEventType.Deleted:
                    Remove(KeyOf(next.Object), next.Object);
                    break;
                case WatchEventType.Bookmark:
                    break;
                default:
                    throw new InvalidOperationException($"unknown type {next.Type}");
            }
        }
    }

    private void Store(string uid, T item)
    {
        var before = _items.GetValueOrDefault(uid);
        if (before?.Metadata.ResourceVersion is { } version && version == item.Metadata.ResourceVersion)
        {
            return;
        }

        _items[uid] = item;
        _readers.ForEach(r => r.Publish(uid, before, item, last: null));
    }

    private void Remove(string uid, T last)
    {
        if (_items.Remove(uid, out var before))
        {
            _readers.ForEach(r => r.Publish(uid, before, after: null, last));
        }
    }

    private static string KeyOf(T item) => item.Metadata.Uid ?? $"{item.Metadata.Namespace}/{item.Metadata.Name}";

    private TValue Locked<TValue>(Func<TValue> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
