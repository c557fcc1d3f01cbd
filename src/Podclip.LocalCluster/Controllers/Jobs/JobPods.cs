using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers.Jobs;

/// <summary>The pods of Jobs: finding, making, deleting and letting go of them.</summary>
internal sealed class JobPods(ObjectStore store, ResourceKind kind, ObjectCreation creation, ObjectDeletion deletion, EventRecorder events)
{
    /// <summary>The finalizer that keeps a pod until its end is counted.</summary>
    public const string Tracking = "batch.kubernetes.io/job-tracking";

    private const string Component = "job-controller";

    /// <summary>The Job that controls a pod, or null.</summary>
    public static ObjectIdentity? OwnerOf(StoredObject pod) =>
        pod.Document.Items("metadata", "ownerReferences").FirstOrDefault(r => r.Flag("controller") && r.Text("kind") == "Job") is { } reference
            ? new ObjectIdentity(pod.Namespace, reference.Text("name") ?? "", reference.Text("uid") ?? "")
            : null;

    /// <summary>The pods a Job controls.</summary>
    public IReadOnlyList<StoredObject> Of(string jobUid) =>
        [.. store.DependentsOf(jobUid).Where(d => d.Resource == ResourceNames.Pods && OwnerOf(d)?.Uid == jobUid)];

    /// <summary>Makes one pod from a Job's template. False when that is refused; an Event says why.</summary>
    public bool Create(StoredObject job)
    {
        var template = job.Document.At("spec", "template");
        var metadata = new JsonObject
        {
            ["generateName"] = $"{job.Name}-",
            ["labels"] = template.At("metadata", "labels")?.DeepClone(),
            ["annotations"] = template.At("metadata", "annotations")?.DeepClone(),
            ["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "batch/v1",
                ["kind"] = "Job",
                ["name"] = job.Name,
                ["uid"] = job.Uid,
                ["controller"] = true,
                ["blockOwnerDeletion"] = true,
            }),
            ["finalizers"] = new JsonArray(Tracking),
        };
        try
        {
            var made = creation.Create(kind, job.Namespace, new JsonObject { ["metadata"] = metadata, ["spec"] = template.At("spec")?.DeepClone() }, dryRun: false);
            events.Record(job, "Normal", "SuccessfulCreate", $"Created pod: {made.Text("metadata", "name")}", Component);
            return true;
        }
        catch (ApiException refused)
        {
            events.Record(job, "Warning", "FailedCreate", $"Error creating: {refused.Message}", Component);
            return false;
        }
    }

    /// <summary>Deletes a Job's pod.</summary>
    public void Delete(StoredObject job, StoredObject pod)
    {
        deletion.DeleteIfPresent(kind, pod, DeletePropagation.Background);
        events.Record(job, "Normal", "SuccessfulDelete", $"Deleted pod: {pod.Name}", Component);
    }

    /// <summary>Lets go of all pods of a Job that is gone or going.</summary>
    public void Release(string jobUid)
    {
        foreach (var pod in Of(jobUid))
        {
            Finalizers.Remove(store, pod, Tracking);
        }
    }

    /// <summary>Lets go of those pods whose ends are written down.</summary>
    public void Release(string jobUid, IReadOnlySet<string> counted)
    {
        foreach (var pod in Of(jobUid).Where(p => counted.Contains(p.Uid)))
        {
            Finalizers.Remove(store, pod, Tracking);
        }
    }
}
