using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Deletes objects, for the API and the controllers alike: at once where nothing holds them, else by marking them.</summary>
internal sealed class ObjectDeletion(ObjectStore store, TimeProvider timeProvider)
{
    /// <summary>The finalizer of an owner whose dependents go first.</summary>
    public const string ForegroundFinalizer = "foregroundDeletion";

    /// <summary>The finalizer of an owner whose dependents are to be set free.</summary>
    public const string OrphanFinalizer = "orphan";

    /// <summary>Deletes an object.</summary>
    /// <returns>Its last or its new state, and whether it is gone.</returns>
    /// <exception cref="ApiException">It is not there, or a precondition does not hold.</exception>
    public (JsonObject Document, bool IsGone) Delete(ResourceKind kind, string ns, string name, DeleteRequest request)
    {
        if (!kind.Strategy.IsDeletedGracefully && !request.IsDryRun && RemoveUnheld(kind, ns, name, request) is { } removed)
        {
            return (removed.Document, true);
        }

        JsonObject? marked = null;
        var stored = store.Update(kind.QualifiedName, ns, name, document =>
        {
            RequirePreconditions(kind, name, document, request);
            Mark(kind, document, request);
            marked = document;
            return !request.IsDryRun;
        });
        if (stored is null)
        {
            throw ApiErrors.NotFound(kind, name);
        }

        if (request.IsDryRun)
        {
            return (marked!, !IsHeld(marked!));
        }

        var now = store.Find(kind.QualifiedName, ns, name);
        return (stored.Document, now is null || now.Uid != stored.Uid);
    }

    /// <summary>Deletes an object a controller has in hand; one that went meanwhile is fine.</summary>
    public void DeleteIfPresent(ResourceKind kind, StoredObject stored, DeletePropagation propagation)
    {
        try
        {
            Delete(kind, stored.Namespace, stored.Name, new DeleteRequest { Propagation = propagation, Uid = stored.Uid });
        }
        catch (ApiException gone) when (gone.Code is 404 or 409)
        {
            // Someone else was quicker; the object, or the one meant, is no more.
        }
    }

    private static bool IsHeld(JsonObject document) =>
        document.Texts("metadata", "finalizers").Any() || document.Number("metadata", "deletionGracePeriodSeconds") > 0;

    private static void RequirePreconditions(ResourceKind kind, string name, JsonObject document, DeleteRequest request)
    {
        var (uid, version) = (document.Text("metadata", "uid"), document.Text("metadata", "resourceVersion"));
        if (request.Uid is not null && request.Uid != uid)
        {
            throw ApiErrors.PreconditionFailed(kind, name, $"the UID in the precondition ({request.Uid}) does not match the UID in record ({uid}). The object might have been deleted and then recreated");
        }

        if (request.Version is not null && request.Version != version)
        {
            throw ApiErrors.PreconditionFailed(kind, name, $"the ResourceVersion in the precondition ({request.Version}) does not match the ResourceVersion in record ({version}). The object might have been modified");
        }
    }

    /// <summary>What nothing holds goes in one step, without a mark that watchers would see.</summary>
    private StoredObject? RemoveUnheld(ResourceKind kind, string ns, string name, DeleteRequest request) =>
        store.RemoveIf(kind.QualifiedName, ns, name, current =>
        {
            RequirePreconditions(kind, name, current.Document, request);
            var metadata = current.Document.Metadata().Copy();
            ApplyPropagation(metadata, request.Propagation ?? kind.Strategy.DefaultPropagation);
            return !metadata.Texts("finalizers").Any() && !current.Document.Texts("spec", "finalizers").Any();
        });

    private void Mark(ResourceKind kind, JsonObject document, DeleteRequest request)
    {
        var metadata = document.Metadata();
        ApplyPropagation(metadata, request.Propagation ?? kind.Strategy.DefaultPropagation);
        var grace = kind.Strategy.GraceSeconds(document, request.GraceSeconds);
        if (document.Text("metadata", "deletionTimestamp") is not null && grace >= (document.Number("metadata", "deletionGracePeriodSeconds") ?? 0))
        {
            // Deleting again can only make it quicker.
            return;
        }

        metadata["deletionTimestamp"] = timeProvider.GetUtcNow().AddSeconds(grace).ToWireTime();
        metadata["deletionGracePeriodSeconds"] = grace;
        kind.Strategy.MarkDeleted(document);
    }

    private static void ApplyPropagation(JsonObject metadata, DeletePropagation propagation)
    {
        var finalizers = metadata.Texts("finalizers").Where(f => f is not (ForegroundFinalizer or OrphanFinalizer)).ToList();
        switch (propagation)
        {
            case DeletePropagation.Foreground:
                finalizers.Add(ForegroundFinalizer);
                break;
            case DeletePropagation.Orphan:
                finalizers.Add(OrphanFinalizer);
                break;
            case DeletePropagation.Background:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(propagation));
        }

        metadata.Remove("finalizers");
        if (finalizers.Count > 0)
        {
            metadata["finalizers"] = new JsonArray([.. finalizers.Select(f => (JsonNode)f)]);
        }
    }
}
