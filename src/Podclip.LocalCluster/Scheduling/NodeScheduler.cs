using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Controllers;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Scheduling;

/// <summary>
/// Binds pods to the one node if it has room and they may run there. A pod that cannot be placed waits, and is tried again when
/// something has changed that could help it: a pod has ended, the node is another, a claim has come.
/// </summary>
internal sealed class NodeScheduler : Controller<ObjectIdentity>
{
    private const string Component = "default-scheduler";

    /// <summary>After this a waiting pod is tried whether or not something has changed (podMaxInUnschedulablePodsDuration).</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly EventRecorder _events;
    private readonly SchedulingAttempts _attempts;

    public NodeScheduler(ObjectStore store, EventRecorder events, TimeProvider timeProvider, ILogger logger)
        : base(store, timeProvider, logger)
    {
        _events = events;
        _attempts = new SchedulingAttempts(timeProvider);
        Observe(ResourceNames.Pods, change => IsUnbound(change.Object) ? OwnChange(change) : MakesRoom(change) ? Waiting() : []);
        Observe(ResourceNames.PersistentVolumeClaims, change => change.Type == StoreEventType.Deleted ? [] : Waiting(change.Object.Namespace));
        Observe(ResourceNames.Nodes, change => change.Object.Name == LocalNode.Name ? Waiting() : []);
    }

    protected override void Reconcile(ObjectIdentity key)
    {
        if (key.Find(Store, ResourceNames.Pods) is not { } pod || !IsUnbound(pod) || IsBeingDeleted(pod))
        {
            _attempts.Forget(key);
            return;
        }

        if (pod.Document.Items("spec", "schedulingGates").Any())
        {
            ScheduledCondition.Refuse(Store, pod, "SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates", TimeProvider.GetUtcNow());
            return;
        }

        if (_attempts.Wait(key) is var wait && wait > TimeSpan.Zero)
        {
            Queue.AddAfter(key, wait);
            return;
        }

        var others = Store.List(ResourceNames.Pods, null).Items.Where(IsRunningHere).Select(other => other.Document).ToList();
        if (NodeFit.Problem(pod.Document, Store.Find(ResourceNames.Nodes, "", LocalNode.Name), ClaimProblem(pod), others) is { } problem)
        {
            _attempts.Failed(key);
            ScheduledCondition.Refuse(Store, pod, "Unschedulable", problem, TimeProvider.GetUtcNow());
            _events.RecordSeries(pod, "Warning", "FailedScheduling", problem, Component, "Scheduling");
            Queue.AddAfter(key, LongestWait);
            return;
        }

        _attempts.Forget(key);
        if (ScheduledCondition.Bind(Store, pod, LocalNode.Name, TimeProvider.GetUtcNow()))
        {
            _events.RecordSeries(pod, "Normal", "Scheduled", $"Successfully assigned {pod.Namespace}/{pod.Name} to {LocalNode.Name}", Component, "Binding");
        }
    }

    private static bool IsUnbound(StoredObject pod) =>
        string.IsNullOrEmpty(pod.Document.Text("spec", "nodeName")) && pod.Document.Text("spec", "schedulerName") is null or Component;

    private static bool IsBeingDeleted(StoredObject pod) => pod.Document.Text("metadata", "deletionTimestamp") is not null;

    private static bool HasEnded(StoredObject pod) => pod.Document.Text("status", "phase") is "Succeeded" or "Failed";

    private static bool IsRunningHere(StoredObject pod) => pod.Document.Text("spec", "nodeName") == LocalNode.Name && !HasEnded(pod);

    /// <summary>What the scheduler itself writes must not make it try again.</summary>
    private static IEnumerable<ObjectIdentity> OwnChange(StoreEvent change) =>
        change.Previous is { } before
        && change.Type == StoreEventType.Modified
        && JsonNode.DeepEquals(before.Document["spec"], change.Object.Document["spec"])
        && JsonNode.DeepEquals(before.Document.At("metadata", "labels"), change.Object.Document.At("metadata", "labels"))
            ? []
            : [ObjectIdentity.Of(change.Object)];

    private static bool MakesRoom(StoreEvent change) =>
        change.Type == StoreEventType.Deleted || (HasEnded(change.Object) && change.Previous is { } before && !HasEnded(before));

    /// <summary>The pods that wait, those of high priority and great age first.</summary>
    private IEnumerable<ObjectIdentity> Waiting(string? ns = null) => Store.List(ResourceNames.Pods, ns).Items
        .Where(IsUnbound)
        .OrderByDescending(pod => pod.Document.Number("spec", "priority") ?? 0)
        .ThenBy(pod => pod.Document.Time("metadata", "creationTimestamp"))
        .Select(ObjectIdentity.Of);

    private string? ClaimProblem(StoredObject pod)
    {
        foreach (var name in pod.Document.Items("spec", "volumes").Select(v => v.Text("persistentVolumeClaim", "claimName")).OfType<string>())
        {
            var claim = Store.Find(ResourceNames.PersistentVolumeClaims, pod.Namespace, name);
            if (claim is null || IsBeingDeleted(claim))
            {
                return $"persistentvolumeclaim \"{name}\" {(claim is null ? "not found" : "is being deleted")}";
            }
        }

        return null;
    }
}
