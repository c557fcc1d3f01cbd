using Podclip.Engine.Driving;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Observing;

/// <summary>Follows the pod of one run through the shared cache.</summary>
/// <param name="view">The shared caches.</param>
/// <param name="runId">The run.</param>
/// <param name="report">Told of every change of phase.</param>
internal sealed class PodObserver(ClusterView view, string runId, Action<RunPhase, string> report)
{
    private static readonly TimeSpan AskStep = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Pulse _changed = new();
    private readonly Lock _lock = new();
    private volatile Pod? _pod;
    private (RunPhase Phase, string Detail) _last;

    /// <summary>The pod as last seen, or null.</summary>
    public Pod? Pod => _pod;

    /// <summary>Completes when the agent's container runs, or ran.</summary>
    public Task Started => _started.Task;

    /// <summary>Completes when the agent's container has ended, or its pod is gone.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Completes when the pod is gone, whether it ever started or not; its Job may make another in the second case.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Whether a node has the pod: its container may run before the node says so.</summary>
    public bool MayHaveStarted => _started.Task.IsCompleted || _ended.Task.IsCompleted || !string.IsNullOrEmpty(_pod?.Spec?.NodeName);

    /// <summary>Completes at the pod's next change.</summary>
    public Task Changed => _changed.Next;

    /// <summary>Whether the pod was told to stop and has neither ended nor gone.</summary>
    public bool IsStopping => _pod?.Metadata.DeletionTimestamp is not null && !_ended.Task.IsCompleted && !_gone.Task.IsCompleted;

    /// <summary>Follows the pod until it is over and gone.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in view.Pods.FollowAsync(IsOurs, cancellationToken))
        {
            lock (_lock)
            {
                if (change.Type != WatchEventType.Deleted)
                {
                    Take(change.Object);
                }
                else if (change.Object.Metadata.Uid == _pod?.Metadata.Uid && IsOverBy(change.Object))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Asks the server itself, for a moment at which the cache may be behind.</summary>
    /// <exception cref="KubernetesException">The server did not answer.</exception>
    public async Task LookAsync(KubernetesClient client, string ns, CancellationToken cancellationToken)
    {
        var selector = new ResourceSelector(ns, Labels: $"{PodclipLabels.RunId}={runId}");
        var pods = await client.ListAsync(ResourceTypes.Pods, selector, cancellationToken);
        lock (_lock)
        {
            foreach (var pod in pods.Items)
            {
                Take(pod);
            }
        }
    }

    /// <summary>
    /// Asks the server again and again until the pod has started, ended or gone: a pod that was seen by <see cref="LookAsync"/> may go before
    /// the cache has ever shown it.
    /// </summary>
    public async Task AskAsync(EngineContext context, CancellationToken cancellationToken)
    {
        while (!_started.Task.IsCompleted && !_ended.Task.IsCompleted && !_gone.Task.IsCompleted)
        {
            await Task.Delay(AskStep, context.Time, cancellationToken);
            try
            {
                if (_pod is { } known && await context.Client.FindAsync(ResourceTypes.Pods, context.Namespace, known.Metadata.Name!, cancellationToken) is var found)
                {
                    Answer(known, found);
                }
            }
            catch (KubernetesException)
            {
                // The cache goes on trying too.
            }
        }
    }

    private void Answer(Pod known, Pod? found)
    {
        lock (_lock)
        {
            if (found?.Metadata.Uid == known.Metadata.Uid)
            {
                Take(found!);
            }
            else if (_pod?.Metadata.Uid == known.Metadata.Uid)
            {
                _ = IsOverBy(known);
            }
        }
    }

    private bool IsOverBy(Pod deleted)
    {
        // A pod that never started may be replaced by its Job; one that started is the run.
        _pod = deleted;
        _gone.TrySetResult();
        _changed.Beat();
        if (!_started.Task.IsCompleted && !PodPhases.HasEnded(deleted))
        {
            return false;
        }

        _ended.TrySetResult();
        return true;
    }

    private void Take(Pod pod)
    {
        if (_started.Task.IsCompleted && pod.Metadata.Uid != _pod?.Metadata.Uid)
        {
            return;
        }

        _pod = pod;
        var phase = PodPhases.Describe(pod);
        if (phase != _last)
        {
            if (phase.Phase > RunPhase.Running && _last.Phase < RunPhase.Running && PodPhases.HasStarted(pod))
            {
                // A short life may be over before anyone has seen it.
                report(RunPhase.Running, phase.Detail);
            }

            _last = phase;
            report(phase.Phase, phase.Detail);
        }

        if (PodPhases.HasStarted(pod))
        {
            _started.TrySetResult();
        }

        if (PodPhases.HasEnded(pod))
        {
            _ended.TrySetResult();
        }

        _changed.Beat();
    }

    private bool IsOurs(Pod pod) => pod.Metadata.Labels?.GetValueOrDefault(PodclipLabels.RunId) == runId;
}
