using System.Globalization;
using Podclip.LocalCluster.Kubelet.Images;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>One pod's way to its images: what is there, what takes time, what fails and is tried again ever more rarely.</summary>
internal sealed class ImagePulls(KubeletServices services, PodEvents events)
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, ImageEntry> _ready = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _pullingSince = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Failure> _failures = new(StringComparer.Ordinal);

    /// <summary>The images that are there.</summary>
    public IReadOnlyDictionary<string, ImageEntry> Ready => _ready;

    /// <summary>Takes the next step for every container.</summary>
    /// <returns>What is missing; null when every image is there.</returns>
    public Pending? Advance(StoredObject stored, Pod pod)
    {
        Pending? first = null;
        foreach (var container in (pod.Spec?.InitContainers ?? []).Concat(pod.Spec?.Containers ?? []))
        {
            if (!_ready.ContainsKey(container.Image ?? "") && Advance(stored, container) is { } pending && (first is null || pending.Again < first.Again))
            {
                first = pending;
            }
        }

        return first;
    }

    /// <summary>Looks for an image again the next time, because its container could not be started: a real kubelet begins each try with the image.</summary>
    public void Forget(string image)
    {
        _ready.Remove(image);
        _pullingSince.Remove(image);
    }

    private Pending? Advance(StoredObject stored, Container container)
    {
        var name = container.Image ?? "";
        return services.Catalogue.Resolve(name) switch
        {
            ImageResolution.Usable usable => Pull(stored, container, name, usable.Entry),
            ImageResolution.Unavailable when container.ImagePullPolicy == "Never" => Stuck(stored, container, "ErrImageNeverPull", "ErrImageNeverPull", $"Container image \"{name}\" is not present with pull policy of Never"),
            ImageResolution.Unavailable unavailable => Fail(stored, container, name, unavailable.Message),
            ImageResolution.Invalid invalid => Stuck(stored, container, "InvalidImageName", "InspectFailed", invalid.Message),
            var other => throw new InvalidOperationException($"image resolution {other}"),
        };
    }

    private Pending? Pull(StoredObject stored, Container container, string name, ImageEntry entry)
    {
        var isThere = services.Pulled.Contains(name) || entry.PullSeconds <= 0;
        if (isThere && container.ImagePullPolicy != "Always")
        {
            events.Normal(stored, container, "Pulled", $"Container image \"{name}\" already present on machine");
            _ready[name] = entry;
            return null;
        }

        if (!_pullingSince.TryGetValue(name, out var since))
        {
            since = services.Clock.GetTimestamp();
            _pullingSince[name] = since;
            events.Normal(stored, container, "Pulling", $"Pulling image \"{name}\"");
        }

        var elapsed = services.Clock.GetElapsedTime(since);
        var needed = TimeSpan.FromSeconds(entry.PullSeconds);
        if (elapsed < needed)
        {
            return new Pending(null, needed - elapsed);
        }

        var took = string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.###}s");
        events.Normal(stored, container, "Pulled", $"Successfully pulled image \"{name}\" in {took} ({took} including waiting). Image size: 0 bytes.");
        services.Pulled.Add(name);
        _ready[name] = entry;
        return null;
    }

    private Pending Stuck(StoredObject stored, Container container, string reason, string eventReason, string message)
    {
        events.Warning(stored, container, eventReason, message);
        events.Warning(stored, container, "Failed", $"Error: {reason}");
        return new Pending(new ContainerTrouble(container.Name, reason, message), TimeSpan.MaxValue);
    }

    /// <summary>A pull that fails shows its error; each further look shows that it is backing off, until the time for the next try has come.</summary>
    private Pending Fail(StoredObject stored, Container container, string name, string message)
    {
        var now = services.Clock.GetTimestamp();
        var failure = _failures.GetValueOrDefault(name);
        if (failure is not null && services.Clock.GetElapsedTime(failure.At, now) < failure.BackOff)
        {
            events.Normal(stored, container, "BackOff", $"Back-off pulling image \"{name}\"");
            events.Warning(stored, container, "Failed", "Error: ImagePullBackOff");
            return new Pending(
                new ContainerTrouble(container.Name, "ImagePullBackOff", $"Back-off pulling image \"{name}\": ErrImagePull: {message}"),
                TimeSpan.MaxValue);
        }

        events.Normal(stored, container, "Pulling", $"Pulling image \"{name}\"");
        events.Warning(stored, container, "Failed", $"Failed to pull image \"{name}\": {message}");
        events.Warning(stored, container, "Failed", "Error: ErrImagePull");
        var backOff = failure is null ? FirstBackOff : failure.BackOff * 2 < LongestBackOff ? failure.BackOff * 2 : LongestBackOff;
        _failures[name] = new Failure(now, backOff);
        return new Pending(new ContainerTrouble(container.Name, "ErrImagePull", message), TimeSpan.MaxValue);
    }

    /// <summary>What is missing.</summary>
    /// <param name="Trouble">What to show; null while a pull just takes its time.</param>
    /// <param name="Again">When there is something new at the earliest; without end for what only the kubelet's next look can find.</param>
    internal sealed record Pending(ContainerTrouble? Trouble, TimeSpan Again);

    private sealed record Failure(long At, TimeSpan BackOff);
}
