using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>Binds a claim when the first pod wants it, as the default class of most clusters does, and lets a deleted one go when no living pod uses it.</summary>
internal sealed class ClaimController : Controller<ObjectKey>
{
    public ClaimController(ObjectStore store, TimeProvider timeProvider, ILogger logger)
        : base(store, timeProvider, logger)
    {
        Observe(ResourceNames.PersistentVolumeClaims, change => [new ObjectKey(change.Object.Namespace, change.Object.Name)]);
        Observe(ResourceNames.Pods, change => change.Type != StoreEventType.Modified || IsFinished(change.Object)
            ? ClaimsOf(change.Object).Select(claim => new ObjectKey(change.Object.Namespace, claim))
            : []);
    }

    protected override void Reconcile(ObjectKey key)
    {
        if (Store.Find(ResourceNames.PersistentVolumeClaims, key.Namespace, key.Name) is not { } claim)
        {
            return;
        }

        if (claim.Document.Text("metadata", "deletionTimestamp") is not null)
        {
            if (!Users(key).Any(pod => !IsFinished(pod)))
            {
                Finalizers.Remove(Store, claim, PersistentVolumeClaimStrategy.Protection);
            }
        }
        else if (claim.Document.Text("status", "phase") != "Bound" && Users(key).Any())
        {
            Bind(claim);
        }
    }

    private IEnumerable<StoredObject> Users(ObjectKey claim) =>
        Store.List(ResourceNames.Pods, claim.Namespace).Items.Where(pod => ClaimsOf(pod).Contains(claim.Name, StringComparer.Ordinal));

    private static bool IsFinished(StoredObject pod) => pod.Document.Text("status", "phase") is "Succeeded" or "Failed";

    private static IEnumerable<string> ClaimsOf(StoredObject pod) =>
        pod.Document.Items("spec", "volumes").Select(v => v.Text("persistentVolumeClaim", "claimName")).OfType<string>();

    private void Bind(StoredObject claim) => Store.Update(ResourceNames.PersistentVolumeClaims, claim.Namespace, claim.Name, document =>
    {
        if (document.Text("metadata", "uid") != claim.Uid)
        {
            return false;
        }

        var annotations = document.Metadata().Child("annotations");
        annotations["pv.kubernetes.io/bind-completed"] = "yes";
        annotations["pv.kubernetes.io/bound-by-controller"] = "yes";
        document.Child("spec")["volumeName"] = $"pvc-{claim.Uid}";
        document["status"] = new JsonObject
        {
            ["phase"] = "Bound",
            ["accessModes"] = document.At("spec", "accessModes")?.DeepClone(),
            ["capacity"] = new JsonObject { ["storage"] = document.Text("spec", "resources", "requests", "storage") },
        };
        return true;
    });
}
