using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Quotas;

/// <summary>Finds what is wrong with the scopes of a quota.</summary>
internal static class QuotaScopeRules
{
    private const string Scopes = "spec.scopes";
    private const string Selector = "spec.scopeSelector.matchExpressions";

    private static readonly string[] ScopedResources = ["pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];
    private static readonly (string One, string Other)[] Opposites = [("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating")];

    /// <summary>Checks a quota that limits some resources.</summary>
    public static void Validate(JsonObject document, IReadOnlyCollection<string> resources, FieldErrors errors)
    {
        var given = document.At("spec", "scopes");
        var scopes = document.Texts("spec", "scopes").ToList();
        foreach (var scope in scopes)
        {
            if (!QuotaScopes.All.Contains(scope, StringComparer.Ordinal))
            {
                errors.InvalidValue(Scopes, given, "unsupported scope");
            }
            else if (!SuitsAll(scope, resources))
            {
                errors.InvalidValue(Scopes, given, "unsupported scope applied to resource");
            }
        }

        foreach (var (one, other) in Opposites)
        {
            if (scopes.Contains(one, StringComparer.Ordinal) && scopes.Contains(other, StringComparer.Ordinal))
            {
                errors.InvalidValue(Scopes, given, "conflicting scopes");
            }
        }

        foreach (var expression in document.Items("spec", "scopeSelector", "matchExpressions"))
        {
            ValidateExpression(document, expression, resources, errors);
        }
    }

    private static bool SuitsAll(string scope, IEnumerable<string> resources) =>
        resources.Where(r => QuotaUsage.StandardNames.Contains(r, StringComparer.Ordinal)).All(r => scope == "BestEffort" ? r == "pods" : ScopedResources.Contains(r));

    private static void ValidateExpression(JsonObject document, JsonObject expression, IReadOnlyCollection<string> resources, FieldErrors errors)
    {
        var (scope, operation, values) = (expression.Text("scopeName") ?? "", expression.Text("operator") ?? "", expression["values"]);
        if (!QuotaScopes.All.Contains(scope, StringComparer.Ordinal))
        {
            errors.Invalid($"{Selector}.scopeName", scope, "unsupported scope");
        }
        else if (!SuitsAll(scope, resources))
        {
            errors.InvalidValue(Selector, document.At("spec", "scopeSelector"), "unsupported scope applied to resource");
        }
        else if (scope != "PriorityClass" && operation != "Exists")
        {
            errors.Invalid($"{Selector}.operator", operation, "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
        }

        switch (operation)
        {
            case "In" or "NotIn" when !expression.Texts("values").Any():
                errors.Required($"{Selector}.values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                break;
            case "Exists" or "DoesNotExist" when expression.Texts("values").Any():
                errors.InvalidValue($"{Selector}.values", values, "must be no value when `operator` is 'Exists' or 'DoesNotExist' for scope selector");
                break;
            case "In" or "NotIn" or "Exists" or "DoesNotExist":
                break;
            default:
                errors.Invalid($"{Selector}.operator", operation, "not a valid selector operator");
                break;
        }
    }
}
