using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Kubelet.Volumes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>
/// Gets a pod ready to run: its directory, volumes, images and settings. Asked again and again until all is there, at the times of a real
/// kubelet: it does not notice that a missing Secret has come.
/// </summary>
internal sealed class PodPreparation(KubeletServices services, PodDirectory directory, PodEvents events)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode EverybodyWrites = (UnixFileMode)0x1b6;

    /// <summary>A volume is tried again after half a second, then ever more rarely (pkg/util/goroutinemap/exponentialbackoff).</summary>
    private static readonly TimeSpan FirstVolumeRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestVolumeRetry = TimeSpan.FromSeconds(122);

    /// <summary>A pod that could not be started is looked at again when its sandbox is noticed, at most a second later, then every ten (backOffPeriod).</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(10);
    private readonly ImagePulls _pulls = new(services, events);
    private TimeSpan _volumeRetry = FirstVolumeRetry;
    private bool _wasLookedAt;

    /// <summary>Whether its volumes are there, so that a real kubelet would have made its sandbox and asks for images.</summary>
    public bool HasSandbox { get; private set; }

    /// <summary>Takes the next step.</summary>
    public Step Advance(StoredObject stored, Pod pod)
    {
        var onDisk = PodIdentity.OnDisk(pod, services.Cluster, FileOwnership.Of);
        var owner = services.Cluster.IsRoot ? onDisk : (OnDiskIdentity?)null;
        MakeDirectories(pod, owner);
        var volumes = new VolumePreparation(services.Options.StateDirectory, directory, owner)
            .Prepare(pod, PodObjects.Volumes(services, stored.Namespace), PodStatusBuilder.PodIP, out var failures);
        if (failures.Count > 0)
        {
            foreach (var failure in failures)
            {
                events.Warning(stored, null, "FailedMount", failure.Message);
            }

            var again = _volumeRetry;
            _volumeRetry = again * 2 < LongestVolumeRetry ? again * 2 : LongestVolumeRetry;
            return new Step.Waiting(null, again);
        }

        HasSandbox = true;
        if (_pulls.Advance(stored, pod) is { } pending)
        {
            return new Step.Waiting(pending.Trouble, NextLook(pending.Again));
        }

        try
        {
            return new Step.Ready(services.Planner.Plan(pod, onDisk, _pulls.Ready, volumes, PodObjects.Values(services, stored.Namespace), directory));
        }
        catch (PodPlanException e)
        {
            var container = (pod.Spec?.InitContainers ?? []).Concat(pod.Spec?.Containers ?? []).First(c => c.Name == e.Trouble.Container);
            events.Warning(stored, container, "Failed", $"Error: {e.Message}");
            _pulls.Forget(container.Image ?? "");
            return new Step.Waiting(e.Trouble, NextLook(TimeSpan.MaxValue));
        }
    }

    private TimeSpan NextLook(TimeSpan atMost)
    {
        var look = _wasLookedAt ? LookPeriod : FirstLook;
        if (atMost < look)
        {
            return atMost;
        }

        _wasLookedAt = true;
        return look;
    }

    private void MakeDirectories(Pod pod, OnDiskIdentity? owner)
    {
        Directory.CreateDirectory(PodDirectory.Root(services.Options.StateDirectory), OwnerOnly);
        Directory.CreateDirectory(directory.Path, OwnerOnly);
        foreach (var container in (pod.Spec?.InitContainers ?? []).Concat(pod.Spec?.Containers ?? []))
        {
            var name = container.Name ?? "";
            Directory.CreateDirectory(directory.Container(name), OwnerOnly);
            var lastWords = directory.TerminationMessage(name);
            if (!File.Exists(lastWords))
            {
                File.WriteAllBytes(lastWords, []);
                File.SetUnixFileMode(lastWords, EverybodyWrites);
                if (owner is { } identity)
                {
                    FileOwnership.Give(lastWords, identity);
                }
            }
        }
    }

    /// <summary>How far it is.</summary>
    internal abstract record Step
    {
        private Step()
        {
        }

        /// <summary>Everything is there.</summary>
        /// <param name="Spec">What to run.</param>
        internal sealed record Ready(SupervisorSpec Spec) : Step;

        /// <summary>Something is missing.</summary>
        /// <param name="Trouble">What to show; null for nothing but that containers are being created.</param>
        /// <param name="Again">When to ask again.</param>
        internal sealed record Waiting(ContainerTrouble? Trouble, TimeSpan Again) : Step;
    }
}
