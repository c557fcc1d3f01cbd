using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>Gives each namespace its service account, and empties those that are being deleted.</summary>
internal sealed class NamespaceController : Controller<string>
{
    private static readonly string[] BuiltIn = ["default", "kube-system"];

    private readonly ResourceRegistry _kinds;
    private readonly ObjectCreation _creation;
    private readonly ObjectDeletion _deletion;

    public NamespaceController(ObjectStore store, ResourceRegistry kinds, ObjectCreation creation, ObjectDeletion deletion, TimeProvider timeProvider, ILogger logger)
        : base(store, timeProvider, logger)
    {
        _kinds = kinds;
        _creation = creation;
        _deletion = deletion;
        Observe(ResourceNames.Namespaces, change => [change.Object.Name]);
        foreach (var kind in kinds.All.Where(k => k.IsNamespaced))
        {
            // Only what goes can matter: the last object out, or a service account that must be replaced.
            Observe(kind.QualifiedName, change => change.Type == StoreEventType.Deleted ? [change.Object.Namespace] : []);
        }
    }

    /// <summary>Makes the namespaces that every cluster has.</summary>
    public void CreateBuiltIn()
    {
        foreach (var name in BuiltIn.Where(n => Store.Find(ResourceNames.Namespaces, "", n) is null))
        {
            _creation.Create(_kinds[ResourceNames.Namespaces], "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, dryRun: false);
            CreateServiceAccount(name);
        }
    }

    protected override void Reconcile(string key)
    {
        if (Store.Find(ResourceNames.Namespaces, "", key) is not { } found)
        {
            return;
        }

        if (found.Document.Text("metadata", "deletionTimestamp") is null)
        {
            CreateServiceAccount(key);
        }
        else if (Empty(key))
        {
            Store.Update(ResourceNames.Namespaces, "", key, document =>
            {
                document.Child("spec").Remove("finalizers");
                return document.Text("metadata", "uid") == found.Uid;
            });
        }
    }

    /// <summary>Deletes what is in a namespace. True when nothing is left.</summary>
    private bool Empty(string ns)
    {
        var isEmpty = true;
        foreach (var kind in _kinds.All.Where(k => k.IsNamespaced))
        {
            foreach (var stored in Store.List(kind.QualifiedName, ns).Items.Where(s => s.Document.Text("metadata", "deletionTimestamp") is null))
            {
                _deletion.DeleteIfPresent(kind, stored, DeletePropagation.Background);
            }

            isEmpty &= Store.List(kind.QualifiedName, ns).Items.Count == 0;
        }

        return isEmpty;
    }

    private void CreateServiceAccount(string ns)
    {
        if (Store.Find(ResourceNames.ServiceAccounts, ns, "default") is null)
        {
            _creation.Create(_kinds[ResourceNames.ServiceAccounts], ns, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } }, dryRun: false);
        }
    }
}
