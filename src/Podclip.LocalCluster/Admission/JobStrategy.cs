using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Jobs: labels tie the pods to their Job, the template is fixed, and deleting one keeps its pods unless told otherwise.</summary>
internal sealed class JobStrategy : ObjectStrategy
{
    private static readonly string[] FixedFields = ["completions", "selector", "template", "completionMode", "podFailurePolicy", "successPolicy", "backoffLimitPerIndex", "managedBy"];
    private static readonly string[] Placement = ["nodeSelector", "affinity", "tolerations", "schedulingGates"];
    private static readonly string[] CompletionModes = ["Indexed", "NonIndexed"];

    public override bool HasStatus => true;

    public override bool CountsGeneration => true;

    public override DeletePropagation DefaultPropagation => DeletePropagation.Orphan;

    public override string DefaultPropagationWarning =>
        "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";

    public override void SetDefaults(JsonObject document)
    {
        var spec = document.Child("spec");
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1;
        }

        spec.Default("parallelism", 1);
        spec.Default("backoffLimit", 6);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        spec.Default("manualSelector", false);
        spec.Default("podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
        var template = spec.Child("template");
        if (document.At("metadata", "labels") is null && template.At("metadata", "labels") is JsonObject labels)
        {
            document.Metadata()["labels"] = labels.DeepClone();
        }

        PodDefaults.ApplyToTemplate(template.Child("spec"));
    }

    public override void PrepareCreate(JsonObject document)
    {
        var spec = document.Child("spec");
        if (!spec.Flag("manualSelector"))
        {
            TiePods(document, spec, spec.Child("template"));
        }
    }

    public override void Validate(JsonObject document, FieldErrors errors)
    {
        var spec = document["spec"];
        errors.NotNegative("spec.parallelism", spec.Number("parallelism"));
        errors.NotNegative("spec.completions", spec.Number("completions"));
        errors.NotNegative("spec.activeDeadlineSeconds", spec.Number("activeDeadlineSeconds"));
        errors.NotNegative("spec.backoffLimit", spec.Number("backoffLimit"));
        errors.NotNegative("spec.ttlSecondsAfterFinished", spec.Number("ttlSecondsAfterFinished"));
        var mode = spec.Text("completionMode") ?? "NonIndexed";
        if (!CompletionModes.Contains(mode))
        {
            errors.NotSupported("spec.completionMode", mode, CompletionModes);
        }

        if (mode == "Indexed" && spec.Number("completions") is null)
        {
            errors.Required("spec.completions", "when completion mode is Indexed");
        }

        if (spec.At("podFailurePolicy") is JsonObject policy)
        {
            PodFailurePolicyRules.Validate(policy, spec, errors);
        }

        NameRules.CheckLabels(spec.TextMembers("template", "metadata", "labels"), "spec.template.labels", errors);
        PodSpecRules.Validate(spec.At("template", "spec"), "spec.template.spec", errors);
        if (spec.Text("template", "spec", "restartPolicy") is not ("Never" or "OnFailure"))
        {
            errors.Required("spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
        }
    }

    public override void ValidateUpdate(JsonObject current, JsonObject changed, FieldErrors errors)
    {
        var (before, after) = (current["spec"], changed["spec"]);

        // A suspended Job that never ran may still be sent elsewhere: only where its pods go can change.
        var isMovable = before.Flag("suspend") && current.Text("status", "startTime") is null;
        foreach (var field in FixedFields)
        {
            var (old, now) = (before.At(field)?.DeepClone(), after.At(field)?.DeepClone());
            if (field == "template" && isMovable)
            {
                ForgetPlacement(old);
                ForgetPlacement(now);
            }

            if (!JsonNode.DeepEquals(old, now))
            {
                errors.InvalidValue($"spec.{field}", now, "field is immutable");
            }
        }
    }

    private static void ForgetPlacement(JsonNode? template)
    {
        foreach (var field in Placement)
        {
            (template.At("spec") as JsonObject)?.Remove(field);
        }

        (template as JsonObject)?.Remove("metadata");
    }

    private static void TiePods(JsonObject document, JsonObject spec, JsonObject template)
    {
        var (name, uid) = (document.Text("metadata", "name"), document.Text("metadata", "uid"));
        var labels = template.Metadata().Child("labels");
        labels["batch.kubernetes.io/controller-uid"] = uid;
        labels["batch.kubernetes.io/job-name"] = name;
        labels["controller-uid"] = uid;
        labels["job-name"] = name;
        spec.Default("selector", new JsonObject());
        spec.Child("selector").Child("matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
    }
}
