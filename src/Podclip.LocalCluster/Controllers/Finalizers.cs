using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>Takes finalizers off objects.</summary>
internal static class Finalizers
{
    /// <summary>Removes one; the object goes with it if that was what held it.</summary>
    public static void Remove(ObjectStore store, StoredObject stored, string finalizer) =>
        store.Update(stored.Resource, stored.Namespace, stored.Name, document =>
        {
            if (document.Text("metadata", "uid") != stored.Uid || !Has(document, finalizer))
            {
                return false;
            }

            var left = document.Texts("metadata", "finalizers").Where(f => f != finalizer).Select(f => (JsonNode)f).ToArray();
            document.Metadata().Remove("finalizers");
            if (left.Length > 0)
            {
                document.Metadata()["finalizers"] = new JsonArray(left);
            }

            return true;
        });

    /// <summary>Whether an object has one.</summary>
    public static bool Has(JsonObject document, string finalizer) => document.Texts("metadata", "finalizers").Contains(finalizer, StringComparer.Ordinal);
}
