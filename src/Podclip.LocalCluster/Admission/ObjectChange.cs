using System.Globalization;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission.Quotas;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Schema;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Changes objects for the API: conflicts, what may change at all, checks.</summary>
internal sealed class ObjectChange(ObjectStore store, TimeProvider timeProvider)
{
    /// <summary>The real server checks the metadata of a changed object in four places, and tells each fault as often (recorded).</summary>
    private const int MetadataChecks = 4;

    /// <summary>Changes an object in one step.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="isStatus">Whether the change is to the status alone; otherwise it is to all else.</param>
    /// <param name="dryRun">Whether nothing is stored.</param>
    /// <param name="change">Makes the wanted document, decoded, from the current one.</param>
    /// <param name="note">Is shown the current and the complete new document, to write down who changed what; null for nothing.</param>
    /// <param name="warn">Is told what the policies of the namespace have to say about the change; null for nobody.</param>
    /// <returns>The object after the change.</returns>
    /// <exception cref="ApiException">It is not there, or the change is refused.</exception>
    public JsonObject Change(ResourceKind kind, string ns, string name, bool isStatus, bool dryRun, Func<JsonObject, JsonObject> change, Action<JsonObject, JsonObject>? note = null, Action<string>? warn = null)
    {
        JsonObject? result = null;
        var stored = store.Update(kind.QualifiedName, ns, name, current =>
        {
            var changed = Apply(kind, name, current, change(current.Copy()), isStatus);
            if (!isStatus)
            {
                // The store's lock is held here: what the quotas count cannot change meanwhile.
                var review = new AdmissionReview(kind, ns, current, changed, store, warn ?? (_ => { }));
                NamespacePolicies.Review(review);
                NamespaceQuotas.Review(review, timeProvider.GetUtcNow());
            }

            note?.Invoke(current, changed);
            if (dryRun)
            {
                result = changed;
                return false;
            }

            current.Clear();
            foreach (var (member, value) in changed.ToList())
            {
                changed.Remove(member);
                current[member] = value;
            }

            return true;
        });
        return stored is null ? throw ApiErrors.NotFound(kind, name) : result ?? stored.Document;
    }

    private static JsonObject Apply(ResourceKind kind, string name, JsonObject current, JsonObject wanted, bool isStatus)
    {
        RequireSame(kind, name, current, wanted);
        var changed = kind.Strategy.HasStatus ? Mix(current, wanted, isStatus) : wanted;
        KeepSystemFields(current, changed);
        if (!isStatus)
        {
            kind.Strategy.PrepareUpdate(current, changed);
            kind.Strategy.SetDefaults(changed);
        }

        var complete = DocumentDecoder.Decode(changed, kind.Type).Document;
        var errors = new FieldErrors();
        for (var check = 0; check < MetadataChecks; check++)
        {
            MetadataRules.Validate(complete, kind.Strategy.NameForm, errors);
        }

        MetadataRules.ValidateUpdate(current, complete, errors);
        if (!isStatus)
        {
            kind.Strategy.Validate(complete, errors);
            kind.Strategy.ValidateUpdate(current, complete, errors);
        }

        return errors.All.Count == 0 ? complete : throw ApiErrors.Invalid(kind, name, errors.All);
    }

    private static void RequireSame(ResourceKind kind, string name, JsonObject current, JsonObject wanted)
    {
        if (wanted.Text("metadata", "resourceVersion") is { Length: > 0 } version && version != current.Text("metadata", "resourceVersion"))
        {
            throw long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? ApiErrors.Conflict(kind, name)
                : ApiErrors.InvalidOption(kind.Group, kind.Kind, name, e => e.Invalid("metadata.resourceVersion", version, "must be an unsigned integer"));
        }

        if (wanted.Text("metadata", "uid") is { Length: > 0 } uid && uid != current.Text("metadata", "uid"))
        {
            throw ApiErrors.Conflict(kind, name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Text("metadata", "uid")}");
        }
    }

    /// <summary>Takes the status from one document and everything else from the other.</summary>
    private static JsonObject Mix(JsonObject current, JsonObject wanted, bool isStatus)
    {
        var (rest, status) = isStatus ? (current, wanted) : (wanted, current);
        var mixed = rest.Copy();
        mixed["status"] = status["status"]?.DeepClone();
        if (isStatus)
        {
            // The real server takes labels and annotations along with a status too; only finalizers and owners stay.
            mixed.Metadata()["labels"] = wanted.At("metadata", "labels")?.DeepClone();
            mixed.Metadata()["annotations"] = wanted.At("metadata", "annotations")?.DeepClone();
        }

        return mixed;
    }

    private static void KeepSystemFields(JsonObject current, JsonObject changed)
    {
        changed["kind"] = current["kind"]?.DeepClone();
        changed["apiVersion"] = current["apiVersion"]?.DeepClone();
        var metadata = changed.Metadata();
        foreach (var field in (ReadOnlySpan<string>)["name", "generateName", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"])
        {
            if (current.At("metadata", field) is { } value)
            {
                metadata[field] = value.DeepClone();
            }
            else
            {
                metadata.Remove(field);
            }
        }

        metadata.Remove("selfLink");
        if (metadata["managedFields"] is null && current.At("metadata", "managedFields") is { } owners)
        {
            metadata["managedFields"] = owners.DeepClone();
        }
    }
}
