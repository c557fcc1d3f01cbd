using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>
/// Brings objects from what is to what should be. Changes of the observed kinds name keys; one worker looks at each key's present state
/// and acts. Keys may come more often than needed, never too seldom: after a restart every object is looked at once.
/// </summary>
internal abstract partial class Controller<TKey> : IController
    where TKey : notnull
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly List<Source> _sources = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger;
    private Task _running = Task.CompletedTask;

    protected Controller(ObjectStore store, TimeProvider timeProvider, ILogger logger)
    {
        Store = store;
        TimeProvider = timeProvider;
        _logger = logger;
        Queue = new WorkQueue<TKey>(timeProvider);
    }

    protected ObjectStore Store { get; }

    protected TimeProvider TimeProvider { get; }

    protected WorkQueue<TKey> Queue { get; }

    public void Start()
    {
        var token = _stopping.Token;
        _running = Task.WhenAll([Task.Run(() => WorkAsync(token), token), .. _sources.Select(s => Task.Run(() => FollowAsync(s, token), token))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // What was asked for.
        }

        Queue.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Watches a kind; each change, and each object there is at first, names the keys to look at, after a lag if one is given.</summary>
    protected void Observe(string resource, Func<StoreEvent, IEnumerable<TKey>> keys, TimeSpan lag = default) => _sources.Add(new Source(resource, keys, lag));

    /// <summary>Looks at a key and acts. An exception is logged and the key tried again.</summary>
    protected abstract void Reconcile(TKey key);

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await Queue.TakeAsync(cancellationToken);
            try
            {
                Reconcile(key);
            }
            catch (Exception fault)
            {
                LogFault(fault, GetType().Name, key);
                Queue.AddAfter(key, RetryDelay);
            }
        }
    }

    private async Task FollowAsync(Source source, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (items, version) = Store.List(source.Resource, ns: null);
            foreach (var item in items)
            {
                AddAll(source.Keys(new StoreEvent(StoreEventType.Added, item, Previous: null)), TimeSpan.Zero);
            }

            try
            {
                await foreach (var change in Store.WatchAsync(source.Resource, version, cancellationToken))
                {
                    AddAll(source.Keys(change), source.Lag);
                }
            }
            catch (VersionExpiredException)
            {
                // Fell behind the history: start over from what there is.
            }
        }
    }

    private void AddAll(IEnumerable<TKey> keys, TimeSpan lag)
    {
        foreach (var key in keys)
        {
            Queue.AddAfter(key, lag);
        }
    }

    private sealed record Source(string Resource, Func<StoreEvent, IEnumerable<TKey>> Keys, TimeSpan Lag);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Controller} failed on {Key}")]
    private partial void LogFault(Exception fault, string controller, TKey key);
}
