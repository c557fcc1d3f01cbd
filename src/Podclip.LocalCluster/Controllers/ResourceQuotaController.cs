using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Admission.Quotas;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>Keeps what quotas say of their use. Admission does not rely on it: it counts by itself.</summary>
internal sealed class ResourceQuotaController : Controller<ObjectKey>
{
    public ResourceQuotaController(ObjectStore store, ResourceRegistry kinds, TimeProvider timeProvider, ILogger logger)
        : base(store, timeProvider, logger)
    {
        Observe(ResourceNames.ResourceQuotas, change => [new ObjectKey(change.Object.Namespace, change.Object.Name)]);
        foreach (var resource in kinds.All.Where(k => k.IsNamespaced && k.View is null).Select(k => k.QualifiedName))
        {
            Observe(resource, change => QuotasOn(resource, change.Object.Namespace));
        }
    }

    protected override void Reconcile(ObjectKey key)
    {
        if (Store.Find(ResourceNames.ResourceQuotas, key.Namespace, key.Name) is not { } quota)
        {
            return;
        }

        var hard = ResourceAmounts.Read(quota.Document.At("spec", "hard"));
        var used = NamespaceQuotas.Used(Store, quota, TimeProvider.GetUtcNow());
        Store.Update(ResourceNames.ResourceQuotas, key.Namespace, key.Name, document =>
        {
            var status = document.Child("status");
            status["hard"] = ResourceAmounts.ToDocument(hard);
            status["used"] = ResourceAmounts.ToDocument(used);
            return document.Text("metadata", "uid") == quota.Uid;
        });
    }

    private IEnumerable<ObjectKey> QuotasOn(string resource, string ns) => Store.List(ResourceNames.ResourceQuotas, ns).Items
        .Where(quota => quota.Document.TextMembers("spec", "hard").Any(h => QuotaUsage.KindOf(h.Key) == resource))
        .Select(quota => new ObjectKey(quota.Namespace, quota.Name));
}
