using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Leases: who changes one must say which version they saw.</summary>
internal sealed class LeaseStrategy : ObjectStrategy
{
    public override bool AllowsUnconditionalUpdate => false;

    public override void Validate(JsonObject document, FieldErrors errors)
    {
        if (document.Number("spec", "leaseDurationSeconds") is { } seconds and <= 0)
        {
            errors.Invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0");
        }

        errors.NotNegative("spec.leaseTransitions", document.Number("spec", "leaseTransitions"));
    }
}
