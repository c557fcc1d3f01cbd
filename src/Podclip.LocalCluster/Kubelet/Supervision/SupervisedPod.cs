using Podclip.LocalCluster.Kubelet.Pods;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>The order in which a pod's containers run and end.</summary>
internal sealed class SupervisedPod : IAsyncDisposable
{
    private readonly IReadOnlyList<SupervisedContainer> _initContainers;
    private readonly IReadOnlyList<SupervisedContainer> _containers;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _grace;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _killTimer;
    private DateTimeOffset _killAt = DateTimeOffset.MaxValue;
    private volatile bool _isTerminating;

    public SupervisedPod(SupervisorSpec spec, PodDirectory directory, NotificationHub hub, TimeProvider timeProvider)
    {
        // As on a real node, a failed init container is tried again unless the pod never restarts anything.
        var initPolicy = spec.RestartPolicy == RestartPolicy.Never ? RestartPolicy.Never : RestartPolicy.OnFailure;
        _initContainers = [.. spec.InitContainers.Select(c => Supervise(c, c.IsSidecar ? RestartPolicy.Always : initPolicy))];
        _containers = [.. spec.Containers.Select(c => Supervise(c, spec.RestartPolicy))];
        _grace = spec.Grace;
        _timeProvider = timeProvider;

        SupervisedContainer Supervise(ContainerSpec container, RestartPolicy policy) => new(container, policy, directory, hub, timeProvider);
    }

    /// <summary>Runs the pod to its end.</summary>
    public async Task RunAsync()
    {
        var sidecars = new Stack<(SupervisedContainer Container, Task Run)>();
        var isInitialized = await InitializeAsync(sidecars);
        if (isInitialized && !_isTerminating)
        {
            await Task.WhenAll(_containers.Select(container => container.RunAsync()));
        }

        // The last to start is the first to end: the others may be what it works with.
        while (sidecars.TryPop(out var sidecar))
        {
            Terminate(_grace);
            sidecar.Container.Terminate();
            await sidecar.Run;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            // Who asks it to end now, as it has ended by itself, comes too late, and must start no timer: that would go off in the next pod.
            _isTerminating = true;
            _killAt = DateTimeOffset.MinValue;
        }

        if (_killTimer is { } timer)
        {
            await timer.DisposeAsync();
        }

        ForEach(container => container.Dispose());
    }

    /// <summary>
    /// Asks every container to end, sidecars when the others have, and kills what is left after the grace period. A later call can only
    /// shorten it.
    /// </summary>
    public void Terminate(TimeSpan grace)
    {
        lock (_lock)
        {
            var killAt = _timeProvider.GetUtcNow() + grace;
            if (_isTerminating && killAt >= _killAt)
            {
                return;
            }

            _killAt = killAt;
            _killTimer ??= _timeProvider.CreateTimer(_ => ForEach(Kill), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _killTimer.Change(grace, Timeout.InfiniteTimeSpan);
            if (_isTerminating)
            {
                return;
            }

            _isTerminating = true;
        }

        _terminated.TrySetResult();
        ForEach(container =>
        {
            if (!container.IsSidecar)
            {
                container.Terminate();
            }
        });
    }

    private static void Kill(SupervisedContainer container)
    {
        container.Terminate();
        container.Kill();
    }

    private async Task<bool> InitializeAsync(Stack<(SupervisedContainer Container, Task Run)> sidecars)
    {
        foreach (var container in _initContainers)
        {
            if (_isTerminating)
            {
                return false;
            }

            var run = container.RunAsync();
            if (container.IsSidecar)
            {
                sidecars.Push((container, run));
                await Task.WhenAny(container.Started, _terminated.Task);
            }
            else if (await run is not { ExitCode: 0 })
            {
                return false;
            }
        }

        return true;
    }

    private void ForEach(Action<SupervisedContainer> action)
    {
        foreach (var container in _initContainers.Concat(_containers))
        {
            action(container);
        }
    }
}
