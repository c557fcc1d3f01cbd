using Podclip.Engine.Planning;
using Podclip.Kubernetes.Caching;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Observing;

/// <summary>
/// What the process knows of one namespace: its runs' Jobs and Pods by one list and watch each, however many runs there are, and the
/// namespace's Events while some run is not running yet (events have no labels to select by).
/// </summary>
internal sealed class ClusterView : IAsyncDisposable
{
    private readonly KubernetesClient _client;
    private readonly string _namespace;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private ResourceCache<Event>? _events;
    private int _eventReaders;

    public ClusterView(KubernetesClient client, string ns, TimeProvider time)
    {
        _client = client;
        _namespace = ns;
        _time = time;
        var ours = new ResourceSelector(ns, Labels: PodclipLabels.RunId);
        Jobs = new ResourceCache<Job>(client, ResourceTypes.Jobs, ours, time);
        Pods = new ResourceCache<Pod>(client, ResourceTypes.Pods, ours, time);
    }

    public string Namespace => _namespace;

    public ResourceCache<Job> Jobs { get; }

    public ResourceCache<Pod> Pods { get; }

    /// <summary>Since when, and why, the cluster cannot be asked; null while it can.</summary>
    public (DateTimeOffset Since, KubernetesException? Error)? OutOfTouch => Pods.UnreachableSince is { } since ? (since, Pods.LastError) : null;

    public void Start()
    {
        Jobs.Start();
        Pods.Start();
    }

    public async Task WaitForSyncAsync(CancellationToken cancellationToken)
    {
        await Jobs.WaitForSyncAsync(cancellationToken);
        await Pods.WaitForSyncAsync(cancellationToken);
    }

    /// <summary>Events of one pod, from now on, as long as the enumeration lasts.</summary>
    public async IAsyncEnumerable<Event> FollowEventsAsync(
        Func<ObjectReference, bool> concerns,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = OpenEvents();
        try
        {
            await foreach (var change in events.FollowAsync(e => e.InvolvedObject is { } about && concerns(about), cancellationToken))
            {
                if (change.Type != WatchEventType.Deleted)
                {
                    yield return change.Object;
                }
            }
        }
        finally
        {
            await CloseEventsAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        await Pods.DisposeAsync();
        if (_events is not null)
        {
            await _events.DisposeAsync();
        }
    }

    private ResourceCache<Event> OpenEvents()
    {
        lock (_lock)
        {
            _eventReaders++;
            if (_events is null)
            {
                _events = new ResourceCache<Event>(_client, ResourceTypes.Events, new ResourceSelector(_namespace), _time);
                _events.Start();
            }

            return _events;
        }
    }

    private async Task CloseEventsAsync()
    {
        ResourceCache<Event>? idle = null;
        lock (_lock)
        {
            if (--_eventReaders == 0)
            {
                (idle, _events) = (_events, null);
            }
        }

        if (idle is not null)
        {
            await idle.DisposeAsync();
        }
    }
}
