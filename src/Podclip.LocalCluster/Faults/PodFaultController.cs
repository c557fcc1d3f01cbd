using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Admission.Disruptions;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Controllers;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Faults;

/// <summary>Takes pods away as a script says: what a scheduler, a drain or a lost node would do, in the words that they use.</summary>
internal sealed class PodFaultController : Controller<ObjectIdentity>
{
    private const string Holder = "podclip.dev/fault";

    private readonly FaultInjector _faults;
    private readonly ObjectDeletion _deletion;
    private readonly ResourceKind _pods;
    private readonly Dictionary<ObjectIdentity, (PodFault? Fault, long Since)> _drawn = [];
    private readonly Dictionary<ObjectIdentity, long> _held = [];
    private readonly HashSet<ObjectIdentity> _done = [];

    public PodFaultController(FaultInjector faults, ObjectStore store, ResourceRegistry kinds, ObjectDeletion deletion, TimeProvider time, ILogger logger)
        : base(store, time, logger)
    {
        _faults = faults;
        _deletion = deletion;
        _pods = kinds[ResourceNames.Pods];
        Observe(ResourceNames.Pods, change => [ObjectIdentity.Of(change.Object)]);
    }

    protected override void Reconcile(ObjectIdentity key)
    {
        if (key.Find(Store, ResourceNames.Pods) is not { } pod)
        {
            _drawn.Remove(key);
            _held.Remove(key);
            _done.Remove(key);
            return;
        }

        if (_held.TryGetValue(key, out var until))
        {
            Release(key, pod, until);
            return;
        }

        if (_done.Contains(key) || pod.Document.Text("metadata", "deletionTimestamp") is not null || Draw(key, pod) is not { } fault)
        {
            return;
        }

        var left = TimeSpan.FromMilliseconds(fault.AfterMilliseconds) - TimeProvider.GetElapsedTime(_drawn[key].Since);
        if (left > TimeSpan.Zero)
        {
            Queue.AddAfter(key, left);
            return;
        }

        _done.Add(key);
        Act(key, pod, fault);
    }

    // Each pod draws once for each phase it comes to.
    private PodFault? Draw(ObjectIdentity key, StoredObject pod)
    {
        if (_drawn.TryGetValue(key, out var drawn) && (drawn.Fault is not null || drawn.Since < 0))
        {
            return drawn.Fault;
        }

        var phase = pod.Document.Text("status", "phase") ?? "Pending";
        var labels = pod.Document.At("metadata", "labels") as JsonObject ?? [];
        var fault = _faults.Next(
            pod.Namespace,
            pod.Name,
            labels.ToDictionary(label => label.Key, label => label.Value?.ToString() ?? "", StringComparer.Ordinal),
            phase);
        _drawn[key] = (fault, fault is null && phase != "Pending" ? -1 : TimeProvider.GetTimestamp());
        return fault;
    }

    private void Act(ObjectIdentity key, StoredObject pod, PodFault fault)
    {
        if (fault.Kind is PodFaultKind.LoseNode or PodFaultKind.StickTerminating)
        {
            var held = TimeSpan.FromSeconds(fault.ForSeconds);
            _held[key] = TimeProvider.GetTimestamp() + (long)(held.TotalSeconds * TimeProvider.TimestampFrequency);
            Store.Update(ResourceNames.Pods, pod.Namespace, pod.Name, document =>
            {
                document.Child("metadata").ChildArray("finalizers").Add((JsonNode)Holder);
                return true;
            });
            Queue.AddAfter(key, held);
        }

        var target = fault.Kind switch
        {
            PodFaultKind.Evict => ("EvictionByEvictionAPI", "Eviction API: evicting"),
            PodFaultKind.Preempt => ("PreemptionByScheduler", "default-scheduler: preempting to accommodate a higher priority pod"),
            PodFaultKind.LoseNode => ("DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint"),
            _ => ((string, string)?)null,
        };
        if (target is var (reason, message))
        {
            DisruptionMark.Set(Store, pod.Namespace, pod.Name, pod.Uid, reason, message, TimeProvider.GetUtcNow());
        }

        _deletion.DeleteIfPresent(_pods, pod, DeletePropagation.Background);
    }

    private void Release(ObjectIdentity key, StoredObject pod, long until)
    {
        var left = until - TimeProvider.GetTimestamp();
        if (left > 0)
        {
            Queue.AddAfter(key, TimeSpan.FromSeconds((double)left / TimeProvider.TimestampFrequency));
            return;
        }

        _held.Remove(key);
        Finalizers.Remove(Store, pod, Holder);
    }
}
