using System.Globalization;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Disruptions;

/// <summary>PodDisruptionBudgets: either what must stay, or what may go.</summary>
internal sealed class DisruptionBudgetStrategy : ObjectStrategy
{
    private static readonly string[] EvictionPolicies = ["AlwaysAllow", "IfHealthyBudget"];
    private static readonly string[] Operators = ["DoesNotExist", "Exists", "In", "NotIn"];

    public override bool HasStatus => true;

    public override bool CountsGeneration => true;

    public override bool AllowsUnconditionalUpdate => false;

    public override void PrepareCreate(JsonObject document) =>
        document["status"] = new JsonObject { ["disruptionsAllowed"] = 0, ["currentHealthy"] = 0, ["desiredHealthy"] = 0, ["expectedPods"] = 0 };

    public override void Validate(JsonObject document, FieldErrors errors)
    {
        var spec = document["spec"];
        if (spec.At("minAvailable") is not null && spec.At("maxUnavailable") is not null)
        {
            errors.InvalidValue("spec", spec, "minAvailable and maxUnavailable cannot be both set");
        }

        IntOrPercent.Validate(spec.At("minAvailable"), "spec.minAvailable", errors);
        IntOrPercent.Validate(spec.At("maxUnavailable"), "spec.maxUnavailable", errors);
        if (spec.Text("unhealthyPodEvictionPolicy") is { } policy && !EvictionPolicies.Contains(policy))
        {
            errors.NotSupported("spec.unhealthyPodEvictionPolicy", policy, EvictionPolicies);
        }

        NameRules.CheckLabels(spec.TextMembers("selector", "matchLabels"), "spec.selector.matchLabels", errors);
        var index = 0;
        foreach (var expression in spec.Items("selector", "matchExpressions"))
        {
            ValidateExpression(expression, string.Create(CultureInfo.InvariantCulture, $"spec.selector.matchExpressions[{index++}]"), errors);
        }
    }

    private static void ValidateExpression(JsonObject expression, string path, FieldErrors errors)
    {
        var (operation, hasValues) = (expression.Text("operator") ?? "", expression.Texts("values").Any());
        if (!Operators.Contains(operation))
        {
            errors.Invalid($"{path}.operator", operation, "not a valid selector operator");
        }
        else if (operation is "In" or "NotIn" && !hasValues)
        {
            errors.Required($"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'");
        }
        else if (operation is "Exists" or "DoesNotExist" && hasValues)
        {
            errors.Forbidden($"{path}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }

        NameRules.CheckQualifiedName(expression.Text("key") ?? "", $"{path}.key", errors);
    }
}
