using System.Text.Json.Nodes;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Tests.Recorded;

/// <summary>Asks, by the client, what a recorded request asked.</summary>
internal abstract class RecordedKind
{
    /// <summary>The kind of a request, or null when the client has no type for it.</summary>
    public static RecordedKind? Of(RecordedTarget target) => (target.Group, target.Plural, target.Subresource) switch
    {
        ("batch", "jobs", null) => new RecordedKind<Job>(ResourceTypes.Jobs),
        ("", "pods", null) => new RecordedKind<Pod>(ResourceTypes.Pods),
        ("", "secrets", null) => new RecordedKind<Secret>(ResourceTypes.Secrets),
        ("", "persistentvolumeclaims", null) => new RecordedKind<PersistentVolumeClaim>(ResourceTypes.PersistentVolumeClaims),
        ("", "namespaces", null) => new RecordedKind<Namespace>(ResourceTypes.Namespaces),
        ("", "nodes", null) => new RecordedKind<Node>(ResourceTypes.Nodes),
        ("coordination.k8s.io", "leases", null) => new RecordedKind<Lease>(ResourceTypes.Leases),
        ("" or "events.k8s.io", "events", null) => new RecordedKind<Event>(ResourceTypes.Events with { Group = target.Group }),
        _ => null,
    };

    /// <summary>Whether the client can ask what the recording asked: it has no strategic merge patch and no deletion of collections.</summary>
    public static bool CanAsk(Recording recording, RecordedTarget target) =>
        !(recording.RequestHeaders.TryGetValue("Content-Type", out var type) && type.StartsWith("application/strategic", StringComparison.Ordinal))
        && !(recording.Method is "DELETE" or "PUT" or "PATCH" && target.Name is null);

    /// <summary>Asks; the objects that come back.</summary>
    public abstract Task<IReadOnlyList<KubernetesObject>> AskAsync(KubernetesClient client, Recording recording, RecordedTarget target, CancellationToken cancellationToken);

    /// <summary>Watches; the events that come back.</summary>
    public abstract IAsyncEnumerable<(WatchEventType Type, KubernetesObject Object)> WatchAsync(KubernetesClient client, RecordedTarget target, CancellationToken cancellationToken);

    protected static ResourceSelector SelectorOf(RecordedTarget target) =>
        new(target.Namespace, target.Query.GetValueOrDefault("labelSelector"), target.Query.GetValueOrDefault("fieldSelector"));

    protected static Patch PatchOf(Recording recording) => recording.RequestHeaders["Content-Type"] == "application/json-patch+json"
        ? Patch.Json([.. recording.RequestBody!.AsArray().Select(o => o!.DeepClone().AsObject())])
        : Patch.Merge(recording.RequestBody!.DeepClone().AsObject());
}
