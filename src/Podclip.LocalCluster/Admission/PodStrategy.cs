using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission.Limits;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Pods: their spec is fixed once made, and a bound one lingers until its node has ended it.</summary>
internal sealed class PodStrategy : ObjectStrategy
{
    private const long DefaultGraceSeconds = 30;

    public override bool HasStatus => true;

    public override bool ReturnsDeletedObject => true;

    public override bool IsDeletedGracefully => true;

    public override void SetDefaults(JsonObject document) => PodDefaults.ApplyToTemplate(document.Child("spec"));

    public override void PrepareCreate(JsonObject document) => PodDefaults.ApplyToNewPod(document);

    public override void Admit(JsonObject document, string ns, ObjectStore store)
    {
        // The account "default" is made with its namespace, but by a controller: a pod that is quicker must not fail for it.
        var account = document.Text("spec", "serviceAccountName") ?? "default";
        var found = store.Find(ResourceNames.ServiceAccounts, ns, account);
        if (account != "default" && found is null)
        {
            throw ApiErrors.Forbidden(ResourceNames.Pods, document.Text("metadata", "name"), $"error looking up service account {ns}/{account}: serviceaccount \"{account}\" not found");
        }

        ServiceAccountVolume.Add(document, found);
        LimitRangeAdmission.ApplyDefaults(document, ns, store);
        document.Child("status")["qosClass"] = PodQuality.Of(document.Child("spec"));
    }

    public override void Validate(JsonObject document, FieldErrors errors) => PodSpecRules.Validate(document["spec"], "spec", errors);

    public override void ValidateUpdate(JsonObject current, JsonObject changed, FieldErrors errors)
    {
        ValidateGates(current, changed, errors);
        if (!JsonNode.DeepEquals(FixedPart(current), FixedPart(changed)))
        {
            errors.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
        }
    }

    /// <summary>Gates can only be taken away.</summary>
    private static void ValidateGates(JsonObject current, JsonObject changed, FieldErrors errors)
    {
        var known = current.Items("spec", "schedulingGates").Select(gate => gate.Text("name")).ToHashSet(StringComparer.Ordinal);
        foreach (var gate in changed.Items("spec", "schedulingGates").Select(gate => gate.Text("name")).Where(gate => !known.Contains(gate)))
        {
            errors.Forbidden("spec.schedulingGates", $"only deletion is allowed, but found new scheduling gate '{gate}'");
        }
    }

    /// <summary>A pod that no node holds, or whose containers have ended, goes at once.</summary>
    public override long GraceSeconds(JsonObject document, long? requested) =>
        string.IsNullOrEmpty(document.Text("spec", "nodeName")) || document.Text("status", "phase") is "Succeeded" or "Failed"
            ? 0
            : Math.Max(0, requested ?? document.Number("spec", "terminationGracePeriodSeconds") ?? DefaultGraceSeconds);

    private static JsonObject FixedPart(JsonObject document)
    {
        var spec = document["spec"] is JsonObject given ? given.Copy() : [];
        spec.Remove("activeDeadlineSeconds");
        spec.Remove("tolerations");
        spec.Remove("schedulingGates");
        foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")))
        {
            container.Remove("image");
        }

        return spec;
    }
}
