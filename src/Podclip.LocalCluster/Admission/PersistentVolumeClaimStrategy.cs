using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Claims: protected while a pod uses them, all of the one storage class that there is unless they name another.</summary>
internal sealed class PersistentVolumeClaimStrategy : ObjectStrategy
{
    /// <summary>The finalizer that keeps a claim while pods use it.</summary>
    public const string Protection = "kubernetes.io/pvc-protection";

    private static readonly string[] AccessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    public override bool HasStatus => true;

    public override bool ReturnsDeletedObject => true;

    public override void SetDefaults(JsonObject document) => document.Child("spec").Default("volumeMode", "Filesystem");

    public override void PrepareCreate(JsonObject document)
    {
        var finalizers = document.Metadata().ChildArray("finalizers");
        if (!document.Texts("metadata", "finalizers").Contains(Protection, StringComparer.Ordinal))
        {
            finalizers.Add((JsonNode)Protection);
        }

        document.Child("spec").Default("storageClassName", "local");
        document["status"] = new JsonObject { ["phase"] = "Pending" };
    }

    public override void Validate(JsonObject document, FieldErrors errors)
    {
        var modes = document.Texts("spec", "accessModes").ToList();
        if (modes.Count == 0)
        {
            errors.Required("spec.accessModes", "at least 1 access mode is required");
        }

        foreach (var mode in modes.Where(m => !AccessModes.Contains(m)))
        {
            errors.NotSupported("spec.accessModes", mode, AccessModes);
        }

        if (document.Text("spec", "resources", "requests", "storage") is not { } storage)
        {
            errors.Required("spec.resources[storage]");
        }
        else if (Quantity.TryRead(storage, out var amount) && amount <= Quantity.Zero)
        {
            errors.Invalid("spec.resources[storage]", storage, "must be greater than zero");
        }
    }

    public override void ValidateUpdate(JsonObject current, JsonObject changed, FieldErrors errors)
    {
        var (before, after) = (SpecWithoutGrowth(current), SpecWithoutGrowth(changed));
        if (!JsonNode.DeepEquals(before, after))
        {
            errors.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
        }
    }

    private static JsonObject? SpecWithoutGrowth(JsonObject document)
    {
        var spec = document["spec"]?.DeepClone() as JsonObject;
        spec?.Remove("resources");
        spec?.Remove("volumeAttributesClassName");
        spec?.Remove("volumeName");
        return spec;
    }
}
