using System.Collections.Concurrent;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Kubelet.Exec;
using Podclip.LocalCluster.Kubelet.Images;
using Podclip.LocalCluster.Kubelet.Logs;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Pods;
using Podclip.LocalCluster.Kubelet.Sandbox;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Kubelet.Volumes;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet;

/// <summary>Runs the pods of this machine: one worker per pod that needs one.</summary>
internal sealed partial class LocalKubelet : IKubelet
{
    private readonly KubeletServices _services;
    private readonly PodLogs _logs;
    private readonly PodCommands _commands;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, Worker> _workers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _watches = [];
    private bool _isDisposed;

    /// <summary>Makes a kubelet; it does nothing before <see cref="StartAsync"/>.</summary>
    /// <param name="context">What it works with.</param>
    /// <param name="logger">Where failures go that no pod's status can show.</param>
    /// <exception cref="ClusterStartException">Bubblewrap is missing, or what drops root.</exception>
    public LocalKubelet(KubeletContext context, ILogger<LocalKubelet> logger)
    {
        var options = context.Options;
        Descriptors.KeepInherited();
        var cluster = OnDiskIdentity.Current;
        var sandboxes = new SandboxBuilder(Require(options.BubblewrapPath), cluster.IsRoot ? Require("setpriv") : "setpriv", HostLayout.Machine);
        _services = new KubeletServices(
            context.Store,
            context.Events,
            options,
            new ImageCatalogue(options.StateDirectory),
            new PulledImages(),
            new PodPlanner(sandboxes, cluster),
            // Processes start and end in real time, whatever the cluster's clock says.
            new SupervisorPool(options.SupervisorCommand, options.StateDirectory, TimeProvider.System),
            cluster,
            context.Access);
        _logs = new PodLogs(options.StateDirectory, options.TimeProvider);
        _commands = new PodCommands(options.StateDirectory, cluster.IsRoot);
        _logger = logger;
    }

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (pods, version) = _services.Store.List(ResourceNames.Pods, null);
        _services.Supervisors.Warm();
        await RemoveOrphansAsync(pods, cancellationToken);
        foreach (var pod in pods)
        {
            Consider(pod);
            RemoveFinishedVolumes(pod);
        }

        RemoveUnclaimedVolumes();
        _watches.Add(WatchAsync(ResourceNames.Pods, version, change => Consider(change.Object, isGone: change.Type == StoreEventType.Deleted)));
        _watches.Add(WatchAsync(ResourceNames.PersistentVolumeClaims, version, RemoveVolumeOfDeletedClaim));
    }

    /// <inheritdoc />
    public Task WriteAsync(StoredObject pod, string container, PodLogQuery query, PipeWriter output, CancellationToken cancellationToken) =>
        _logs.WriteAsync(pod, container, query, output, cancellationToken);

    /// <inheritdoc />
    public IContainerCommand StartCommand(StoredObject pod, string container, ExecQuery query) => _commands.StartCommand(pod, container, query);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _stop.CancelAsync();
        await Task.WhenAll(_watches);
        while (!_workers.IsEmpty)
        {
            await Task.WhenAll(_workers.Values.Select(worker => worker.Running));
        }

        await _services.Supervisors.DisposeAsync();
        _stop.Dispose();
    }

    private static string Require(string program) => ChildProcess.Locate(program)
        ?? throw new ClusterStartException($"the embedded cluster needs the program {program}, which is not installed (Debian: apt-get install bubblewrap util-linux)");

    private async Task WatchAsync(string resource, long version, Action<StoreEvent> onChange)
    {
        // Off the caller's thread at once: the first changes may be there already.
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in _services.Store.WatchAsync(resource, version, _stop.Token))
                {
                    version = change.Object.Version;
                    onChange(change);
                }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (VersionExpiredException)
            {
                version = LookAtAll();
            }
        }
    }

    private long LookAtAll()
    {
        var (pods, version) = _services.Store.List(ResourceNames.Pods, null);
        foreach (var pod in pods)
        {
            Consider(pod);
        }

        RemoveUnclaimedVolumes();
        return version;
    }

    private void RemoveVolumeOfDeletedClaim(StoreEvent change)
    {
        if (change.Type == StoreEventType.Deleted)
        {
            RemoveVolume(VolumePreparation.ClaimDirectory(_services.Options.StateDirectory, change.Object.Uid));
        }
    }

    /// <summary>Sees to it that a pod has a worker if it needs one, and that the worker looks.</summary>
    private void Consider(StoredObject pod, bool isGone = false)
    {
        if (_workers.TryGetValue(pod.Uid, out var existing))
        {
            existing.Pod.Wake();
            return;
        }

        if (_stop.IsCancellationRequested || !(isGone ? Directory.Exists(PodDirectory.Of(_services.Options.StateDirectory, pod.Uid).Path) : PodWorker.NeedsWork(pod)))
        {
            return;
        }

        var worker = new Worker(new PodWorker(_services, pod.Namespace, pod.Name, pod.Uid));
        if (_workers.TryAdd(pod.Uid, worker))
        {
            worker.Running = RunAsync(worker.Pod, pod);
        }
    }

    private async Task RunAsync(PodWorker worker, StoredObject pod)
    {
        await Task.Yield();
        try
        {
            await worker.RunAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The supervisors go on; the next kubelet takes their pods up.
        }
        catch (Exception e)
        {
            LogWorkerFailed(e, pod.Namespace, pod.Name);
            await Task.Delay(TimeSpan.FromSeconds(1), _services.Clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _workers.TryRemove(pod.Uid, out _);

        // What changed while the worker ended has woken nobody.
        var now = _services.Store.Find(ResourceNames.Pods, pod.Namespace, pod.Name);
        if (now is null || now.Uid != pod.Uid)
        {
            Consider(pod, isGone: true);
        }
        else
        {
            Consider(now);
        }
    }

    /// <summary>Ends the pods that were deleted while no kubelet ran.</summary>
    private async Task RemoveOrphansAsync(IReadOnlyList<StoredObject> pods, CancellationToken cancellationToken)
    {
        var root = PodDirectory.Root(_services.Options.StateDirectory);
        if (!Directory.Exists(root))
        {
            return;
        }

        var known = pods.Select(pod => pod.Uid).ToHashSet(StringComparer.Ordinal);
        var orphans = Directory.GetDirectories(root).Where(path => !known.Contains(Path.GetFileName(path)));
        await Task.WhenAll(orphans.Select(path => PodTeardown.RunAsync(new PodDirectory(path), _services.Clock, cancellationToken)));
    }

    /// <summary>A pod's worker removes its volumes when it ends; one that was stopped just then has not.</summary>
    private void RemoveFinishedVolumes(StoredObject pod)
    {
        if (PodStatusBuilder.IsTerminal(pod.Document))
        {
            RemoveVolume(PodDirectory.Of(_services.Options.StateDirectory, pod.Uid).Volumes);
        }
    }

    private void RemoveUnclaimedVolumes()
    {
        var root = Path.GetDirectoryName(VolumePreparation.ClaimDirectory(_services.Options.StateDirectory, "any"))!;
        if (!Directory.Exists(root))
        {
            return;
        }

        var claims = _services.Store.List(ResourceNames.PersistentVolumeClaims, null).Items.Select(claim => claim.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.GetDirectories(root).Where(path => !claims.Contains(Path.GetFileName(path))))
        {
            RemoveVolume(path);
        }
    }

    private void RemoveVolume(string path)
    {
        try
        {
            TreeRemoval.Remove(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogVolumeLeft(e, path);
        }
    }

    private sealed class Worker(PodWorker pod)
    {
        public PodWorker Pod => pod;

        public Task Running { get; set; } = Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The work on pod {Namespace}/{Name} failed and is tried again")]
    private partial void LogWorkerFailed(Exception exception, string @namespace, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The volume {Path} is no longer used and could not be removed")]
    private partial void LogVolumeLeft(Exception exception, string path);
}
