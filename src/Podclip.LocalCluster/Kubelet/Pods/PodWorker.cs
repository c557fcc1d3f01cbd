using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>
/// Takes one pod from where it is to its end. It looks at the store and at the supervisor's records anew whenever something wakes it,
/// so that no notice can be missed, and keeps nothing that a restart would lose. It ends when there is nothing to do until the pod changes.
/// </summary>
internal sealed class PodWorker(KubeletServices services, string ns, string name, string uid)
{
    private static readonly TimeSpan ListeningStep = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan EndingSlack = TimeSpan.FromSeconds(10);

    // Nothing needs it: whatever happens wakes the worker. It bounds what a lost wake-up could cost.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private readonly WakeSignal _wake = new();
    private readonly PodDirectory _directory = PodDirectory.Of(services.Options.StateDirectory, uid);
    private readonly PodEvents _events = new(services.Events);
    private readonly PodPublisher _publisher = new(services, new PodKey(ns, name, uid));
    private readonly TokenRefresh _tokens = new(services, PodDirectory.Of(services.Options.StateDirectory, uid));
    private readonly StatusPace _pace = new(services.Options.StatusLag, services.Clock);
    private (string Reason, string Message)? _verdict;
    private ContainerTrouble? _trouble;
    private bool _hasSandbox;

    /// <summary>Makes it look again.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Whether a pod, as it is stored, needs a worker.</summary>
    public static bool NeedsWork(StoredObject pod) =>
        pod.Document.Text("spec", "nodeName") == LocalNode.Name
        && (!PodStatusBuilder.IsTerminal(pod.Document)
            || (pod.Document.Text("metadata", "deletionTimestamp") is not null && pod.Document.Number("metadata", "deletionGracePeriodSeconds") is not 0));

    /// <summary>Works until the pod needs nothing more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stored = Find();
        if (stored is not null && !PodStatusBuilder.IsTerminal(stored.Document))
        {
            var connection = File.Exists(_directory.ProcessIdFile)
                ? await AdoptAsync(cancellationToken)
                : await StartAsync(cancellationToken);
            await using (connection)
            {
                await ObserveAsync(connection, cancellationToken);
            }

            ReportSupervisor();
            TreeRemoval.Remove(_directory.Volumes);
            stored = Find();
        }

        if (stored is null)
        {
            await DiscardAsync(cancellationToken);
        }
        else if (IsBeingDeleted(stored))
        {
            await Task.Delay(_pace.ClearingUp, services.Clock, cancellationToken);
            PodRemoval.Confirm(services.Store, ns, name, uid, services.Clock);
        }
    }

    private static bool IsBeingDeleted(StoredObject stored) => stored.Document.Text("metadata", "deletionTimestamp") is not null;

    private bool IsForced() => Find()?.Document.Number("metadata", "deletionGracePeriodSeconds") is 0;

    private StoredObject? Find() => _publisher.Find();

    /// <summary>Writes the status of now.</summary>
    /// <returns>The pod as it is stored then, or null when it is gone.</returns>
    private StoredObject? Publish(bool isOver, bool isBeingEnded = false) => _publisher.Publish(
        _events,
        observation => observation with { Trouble = observation.Records.Count == 0 ? _trouble : null, HasSandbox = _hasSandbox, IsOver = isOver, IsBeingEnded = isBeingEnded, Verdict = isOver ? _verdict : null });

    private async Task<SupervisorConnection?> AdoptAsync(CancellationToken cancellationToken)
    {
        _hasSandbox = true;
        if (Find() is { } stored)
        {
            var pod = PodObjects.ToPod(stored);
            _events.Skip(_publisher.Records(pod));
            _tokens.Start(pod, areNew: false);
        }

        while (true)
        {
            var connection = await SupervisorConnection.ConnectAsync(_directory, wantsLogs: false, Wake, cancellationToken);
            if (connection is not null || SupervisorProcess.ServingProcess(_directory) is null)
            {
                return connection;
            }

            // It was given the pod just before its kubelet ended, and does not listen yet.
            await Task.Delay(ListeningStep, services.Clock, cancellationToken);
        }
    }

    /// <summary>Prepares the pod and starts its supervisor; null when it is to go before that.</summary>
    private async Task<SupervisorConnection?> StartAsync(CancellationToken cancellationToken)
    {
        var preparation = new PodPreparation(services, _directory, _events);
        while (Find() is { } stored && !IsBeingDeleted(stored))
        {
            var pod = PodObjects.ToPod(stored);
            if (DeadlineOf(stored, pod) is { } left && left <= TimeSpan.Zero)
            {
                _verdict = DeadlineVerdict;
                return null;
            }

            Publish(isOver: false);
            var step = preparation.Advance(stored, pod);
            if (step is PodPreparation.Step.Ready ready)
            {
                _tokens.Start(pod, areNew: true);
                return await LaunchAsync(ready.Spec, cancellationToken);
            }

            var waiting = (PodPreparation.Step.Waiting)step;
            _trouble = waiting.Trouble;
            _hasSandbox = preparation.HasSandbox;
            if (!_pace.IsLagging)
            {
                // A real kubelet shows what has come of one look only when it looks again.
                Publish(isOver: false);
            }

            await WaitToRetryAsync(Shorter(waiting.Again, DeadlineOf(stored, pod))!.Value, cancellationToken);
        }

        ShowGivingUp();
        return null;
    }

    /// <summary>What a real kubelet shows of a pod that goes before it has started: no trouble any more, then no sandbox.</summary>
    private void ShowGivingUp()
    {
        if (_hasSandbox)
        {
            _trouble = null;
            Publish(isOver: false);
            _hasSandbox = false;
            Publish(isOver: false);
        }
    }

    /// <summary>Waits for the time to try again. Changes of the pod, its own among them, must not make that sooner unless it is to go.</summary>
    private async Task WaitToRetryAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        var since = services.Clock.GetTimestamp();
        while (delay - services.Clock.GetElapsedTime(since) is var left && left > TimeSpan.Zero && Find() is { } stored && !IsBeingDeleted(stored))
        {
            await _wake.WaitAsync(left, services.Clock, cancellationToken);
        }
    }

    private async Task<SupervisorConnection?> LaunchAsync(SupervisorSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            await services.Supervisors.RunAsync(_directory, spec, cancellationToken);
            _pace.Start();
            return await SupervisorConnection.ConnectAsync(_directory, wantsLogs: false, Wake, cancellationToken);
        }
        catch (IOException e)
        {
            _verdict = ("StartError", $"the pod's supervisor could not be started: {e.Message}");
            return null;
        }
    }

    /// <summary>Publishes what happens until the supervisor has ended, and ends it when the pod is to go.</summary>
    private async Task ObserveAsync(SupervisorConnection? connection, CancellationToken cancellationToken)
    {
        DateTimeOffset? killAt = null;
        var wasEndShown = false;
        while (true)
        {
            // Asked before the records are read: what has ended then is final.
            var hasEnded = connection is null || connection.HasEnded;
            var isCut = connection is null || killAt is not null;
            StoredObject? stored;
            if (_pace.IsDue || (hasEnded && isCut))
            {
                if (hasEnded && isCut && IsForced())
                {
                    // What is deleted by force is gone before a real kubelet has said anything.
                    await Task.Delay(_pace.ClearingUp, services.Clock, cancellationToken);
                }

                // Containers that have ended by themselves are shown before the pod's own end, as a real kubelet does.
                var isOver = hasEnded && (isCut || wasEndShown);
                stored = Publish(isOver, isCut);
                if (isOver)
                {
                    return;
                }

                wasEndShown = hasEnded;
                _pace.Start();
                if (hasEnded && !_pace.IsLagging)
                {
                    continue;
                }
            }
            else
            {
                stored = _publisher.ReportRuns(_events);
            }

            if (!hasEnded && GraceOf(stored) is { } grace && services.Clock.GetUtcNow() + grace + EndingSlack is var limit && !(limit >= killAt))
            {
                if (killAt is null && stored is not null)
                {
                    ReportKilling(stored);
                }

                killAt = limit;
                connection!.Terminate(grace);
            }

            if (killAt <= services.Clock.GetUtcNow())
            {
                // The supervisor itself does not answer: without it, its sandboxes end.
                SupervisorProcess.Kill(_directory);
                killAt = services.Clock.GetUtcNow() + EndingSlack;
            }

            var deadline = stored is null || _verdict is not null ? null : DeadlineOf(stored, PodObjects.ToPod(stored));
            var longest = Shorter(LongestWait, Shorter(deadline, killAt - services.Clock.GetUtcNow()));
            _tokens.RefreshIfDue(stored);
            await _wake.WaitAsync(Shorter(Shorter(longest, _pace.Left), _tokens.Left)!.Value, services.Clock, cancellationToken);
        }
    }

    /// <summary>The time the containers have to end, or null while they may go on.</summary>
    private TimeSpan? GraceOf(StoredObject? stored)
    {
        if (stored is null)
        {
            return TimeSpan.Zero;
        }

        var ownGrace = TimeSpan.FromSeconds(stored.Document.Number("spec", "terminationGracePeriodSeconds") ?? 30);
        if (stored.Document.Time("metadata", "deletionTimestamp") is { } deletion)
        {
            // The timestamp has whole seconds and is the end of the grace period: up to a second of it is lost in rounding.
            var period = TimeSpan.FromSeconds(stored.Document.Number("metadata", "deletionGracePeriodSeconds") ?? 0);
            var left = deletion + TimeSpan.FromSeconds(1) - services.Clock.GetUtcNow();
            return left > period ? period : left < TimeSpan.Zero ? TimeSpan.Zero : left;
        }

        if (_verdict is null && DeadlineOf(stored, PodObjects.ToPod(stored)) is { } deadline && deadline <= TimeSpan.Zero)
        {
            _verdict = DeadlineVerdict;
        }

        return _verdict is null ? null : ownGrace;
    }

    private static (string Reason, string Message) DeadlineVerdict => ("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");

    private TimeSpan? DeadlineOf(StoredObject stored, Pod pod) =>
        pod.Spec?.ActiveDeadlineSeconds is { } seconds && stored.Document.Time("status", "startTime") is { } start
            ? start + TimeSpan.FromSeconds(seconds) - services.Clock.GetUtcNow()
            : null;

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one < other || other is null ? one : other;

    private void ReportKilling(StoredObject stored)
    {
        var pod = PodObjects.ToPod(stored);
        var records = _publisher.Records(pod);
        foreach (var container in (pod.Spec?.InitContainers ?? []).Concat(pod.Spec?.Containers ?? []))
        {
            if (records.GetValueOrDefault(container.Name ?? "") is { State: ContainerRunState.Running })
            {
                _events.Normal(stored, container, "Killing", $"Stopping container {container.Name}");
            }
        }
    }

    /// <summary>A supervisor has something to say only when it has failed itself.</summary>
    private void ReportSupervisor()
    {
        var said = File.Exists(_directory.SupervisorLog) ? File.ReadLines(_directory.SupervisorLog).FirstOrDefault() : null;
        if (said is not null && Find() is { } stored)
        {
            _events.Warning(stored, null, "SupervisorFailed", $"The pod's supervisor failed: {said} ({_directory.SupervisorLog})");
        }
    }

    /// <summary>Ends what may still run of a pod that is gone, and removes all of it.</summary>
    private async Task DiscardAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(_directory.Path))
        {
            await PodTeardown.RunAsync(_directory, services.Clock, cancellationToken);
        }
    }
}
