using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Controllers.Jobs;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>
/// Deletes what has lost its last owner, and carries owners through foreground and orphaning deletion. Keys are uids: of an object to
/// look at, or of an owner that is gone.
/// </summary>
internal sealed class GarbageCollector : Controller<string>
{
    /// <summary>A real collector is later than the Job controller, which lets a Job's pods go first.</summary>
    private static readonly TimeSpan AfterJobController = TimeSpan.FromMilliseconds(10);

    private readonly ResourceRegistry _kinds;
    private readonly ObjectDeletion _deletion;

    public GarbageCollector(ObjectStore store, ResourceRegistry kinds, ObjectDeletion deletion, TimeProvider timeProvider, ILogger logger)
        : base(store, timeProvider, logger)
    {
        _kinds = kinds;
        _deletion = deletion;
        foreach (var kind in kinds.All)
        {
            Observe(kind.QualifiedName, KeysOf);
        }
    }

    protected override void Reconcile(string key)
    {
        if (Store.FindByUid(key) is not { } found)
        {
            foreach (var dependent in Store.DependentsOf(key))
            {
                Collect(dependent);
            }

            return;
        }

        if (found.Document.Text("metadata", "deletionTimestamp") is not null)
        {
            var finalizers = found.Document.Texts("metadata", "finalizers").ToList();
            if (finalizers.Contains(ObjectDeletion.OrphanFinalizer))
            {
                SetDependentsFree(found);
            }
            else if (finalizers.Contains(ObjectDeletion.ForegroundFinalizer))
            {
                DeleteDependentsFirst(found);
            }
        }

        Collect(found);
    }

    private static IEnumerable<string> KeysOf(StoreEvent change)
    {
        var metadata = change.Object.Document.At("metadata");
        if (change.Type == StoreEventType.Deleted)
        {
            yield return change.Object.Uid;

            // An owner may wait for this one to be gone.
            foreach (var owner in metadata.Items("ownerReferences"))
            {
                yield return owner.Text("uid") ?? "";
            }
        }
        else if (metadata.Items("ownerReferences").Any() || metadata.Text("deletionTimestamp") is not null)
        {
            yield return change.Object.Uid;
        }
    }

    private void Collect(StoredObject stored)
    {
        var references = stored.Document.Items("metadata", "ownerReferences").ToList();
        if (references.Count == 0 || stored.Document.Text("metadata", "deletionTimestamp") is not null)
        {
            return;
        }

        var owners = references.Select(r => (Reference: r, Owner: OwnerOf(stored, r))).ToList();
        var solid = owners.Where(o => o.Owner is not null && !IsWaiting(o.Owner)).ToList();
        if (solid.Count == owners.Count)
        {
            return;
        }

        if (solid.Count > 0)
        {
            Drop(stored, reference => !solid.Exists(s => s.Reference.Text("uid") == reference.Text("uid")));
            return;
        }

        if (Finalizers.Has(stored.Document, JobPods.Tracking))
        {
            Queue.AddAfter(stored.Uid, AfterJobController);
            return;
        }

        var isOwner = Store.DependentsOf(stored.Uid).Count > 0;
        var isAwaited = owners.Exists(o => o.Owner is not null);
        _deletion.DeleteIfPresent(_kinds[stored.Resource], stored, isOwner && isAwaited ? DeletePropagation.Foreground : DeletePropagation.Background);
    }

    /// <summary>An owner in another namespace is none.</summary>
    private StoredObject? OwnerOf(StoredObject dependent, JsonObject reference) =>
        Store.FindByUid(reference.Text("uid") ?? "") is { } owner && (owner.Namespace.Length == 0 || owner.Namespace == dependent.Namespace) ? owner : null;

    private static bool IsWaiting(StoredObject owner) =>
        owner.Document.Text("metadata", "deletionTimestamp") is not null
        && owner.Document.Texts("metadata", "finalizers").Contains(ObjectDeletion.ForegroundFinalizer, StringComparer.Ordinal);

    private void DeleteDependentsFirst(StoredObject owner)
    {
        foreach (var dependent in Store.DependentsOf(owner.Uid))
        {
            Collect(dependent);
        }

        var blocks = Store.DependentsOf(owner.Uid).Any(d => d.Document.Items("metadata", "ownerReferences").Any(r => r.Text("uid") == owner.Uid && r.Flag("blockOwnerDeletion")));
        if (!blocks)
        {
            RemoveFinalizer(owner, ObjectDeletion.ForegroundFinalizer);
        }
    }

    private void SetDependentsFree(StoredObject owner)
    {
        if (Store.DependentsOf(owner.Uid).Any(dependent => Finalizers.Has(dependent.Document, JobPods.Tracking)))
        {
            Queue.AddAfter(owner.Uid, AfterJobController);
            return;
        }

        foreach (var dependent in Store.DependentsOf(owner.Uid))
        {
            Drop(dependent, reference => reference.Text("uid") == owner.Uid);
        }

        RemoveFinalizer(owner, ObjectDeletion.OrphanFinalizer);
    }

    private void Drop(StoredObject stored, Func<JsonObject, bool> isDropped) =>
        Store.Update(stored.Resource, stored.Namespace, stored.Name, document =>
        {
            if (document.Text("metadata", "uid") != stored.Uid)
            {
                return false;
            }

            var kept = document.Items("metadata", "ownerReferences").Where(r => !isDropped(r)).Select(r => r.DeepClone()).ToArray();
            document.Metadata().Remove("ownerReferences");
            if (kept.Length > 0)
            {
                document.Metadata()["ownerReferences"] = new JsonArray(kept);
            }

            return true;
        });

    private void RemoveFinalizer(StoredObject stored, string finalizer) => Finalizers.Remove(Store, stored, finalizer);
}
