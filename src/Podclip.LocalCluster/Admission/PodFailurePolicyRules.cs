using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Finds what is wrong with a Job's podFailurePolicy.</summary>
internal static class PodFailurePolicyRules
{
    private const int MostRules = 20;
    private const int MostCodes = 255;
    private static readonly string[] Actions = ["Count", "FailIndex", "FailJob", "Ignore"];
    private static readonly string[] Operators = ["In", "NotIn"];

    /// <summary>Checks the policy of a spec.</summary>
    public static void Validate(JsonObject policy, JsonNode? spec, FieldErrors errors)
    {
        if (spec.Text("template", "spec", "restartPolicy") != "Never")
        {
            errors.Invalid("spec.template.spec.restartPolicy", spec.Text("template", "spec", "restartPolicy") ?? "", "only \"Never\" is supported when podFailurePolicy is specified");
        }

        var rules = policy.Items("rules").ToList();
        if (rules.Count > MostRules)
        {
            errors.Invalid("spec.podFailurePolicy.rules", rules.Count, FormattableString.Invariant($"must have at most {MostRules} items"));
        }

        for (var i = 0; i < rules.Count; i++)
        {
            ValidateRule(rules[i], FormattableString.Invariant($"spec.podFailurePolicy.rules[{i}]"), errors);
        }
    }

    private static void ValidateRule(JsonObject rule, string path, FieldErrors errors)
    {
        var action = rule.Text("action") ?? "";
        if (!Actions.Contains(action))
        {
            errors.NotSupported($"{path}.action", action, Actions);
        }

        var hasConditions = rule.Items("onPodConditions").Any();
        if (rule["onExitCodes"] is not JsonObject codes)
        {
            if (!hasConditions)
            {
                errors.Invalid(path, "", "specifying one of OnExitCodes and OnPodConditions is required");
            }

            return;
        }

        if (hasConditions)
        {
            errors.Invalid(path, "", "specifying both OnExitCodes and OnPodConditions is not supported");
        }

        if (!Operators.Contains(codes.Text("operator") ?? ""))
        {
            errors.NotSupported($"{path}.onExitCodes.operator", codes.Text("operator") ?? "", Operators);
        }

        var values = codes["values"] as JsonArray ?? [];
        if (values.Count is 0 or > MostCodes)
        {
            errors.Invalid($"{path}.onExitCodes.values", values.Count, FormattableString.Invariant($"must have between 1 and {MostCodes} items"));
        }

        if (codes.Text("operator") == "In" && values.Any(v => v?.ToJsonString() == "0"))
        {
            errors.Invalid($"{path}.onExitCodes.values", 0, "must not be 0 for the In operator");
        }
    }
}
