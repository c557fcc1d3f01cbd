using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Quotas;

/// <summary>ResourceQuotas: their status says what is used; their scopes are fixed.</summary>
internal sealed class ResourceQuotaStrategy : ObjectStrategy
{
    private static readonly string[] Counted = ["configmaps", "persistentvolumeclaims", "pods", "replicationcontrollers", "resourcequotas", "secrets", "services", "services.loadbalancers", "services.nodeports"];

    public override bool HasStatus => true;

    public override bool ReturnsDeletedObject => true;

    public override void Validate(JsonObject document, FieldErrors errors)
    {
        var hard = document.TextMembers("spec", "hard").OrderBy(h => h.Key, StringComparer.Ordinal).ToList();
        foreach (var (name, text) in hard)
        {
            var field = $"spec.hard[{name}]";
            NameRules.CheckQualifiedName(name, field, errors);
            if (!name.Contains('/', StringComparison.Ordinal) && !IsStandard(name))
            {
                errors.Invalid(field, name, "must be a standard resource for quota");
            }

            if (Quantity.TryRead(text, out var amount))
            {
                ValidateAmount(field, name, amount, errors);
            }
        }

        QuotaScopeRules.Validate(document, [.. hard.Select(h => h.Key)], errors);
    }

    public override void ValidateUpdate(JsonObject current, JsonObject changed, FieldErrors errors)
    {
        if (!current.Texts("spec", "scopes").Order(StringComparer.Ordinal).SequenceEqual(changed.Texts("spec", "scopes").Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            errors.InvalidValue("spec.scopes", changed.At("spec", "scopes"), "field is immutable");
        }
    }

    private static bool IsStandard(string name) =>
        QuotaUsage.StandardNames.Contains(name, StringComparer.Ordinal)
        || name.StartsWith("hugepages-", StringComparison.Ordinal)
        || name.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    private static void ValidateAmount(string field, string name, Quantity amount, FieldErrors errors)
    {
        if (amount.IsNegative)
        {
            errors.Invalid(field, amount.ToString(), "must be greater than or equal to 0");
        }
        else if (!amount.IsWhole && (Counted.Contains(name) || name.Contains('/', StringComparison.Ordinal)))
        {
            errors.Invalid(field, amount.ToString(), "must be an integer");
        }
    }
}
