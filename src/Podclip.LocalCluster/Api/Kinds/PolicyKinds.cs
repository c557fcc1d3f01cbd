using Podclip.LocalCluster.Admission.Disruptions;
using Podclip.LocalCluster.Admission.Limits;
using Podclip.LocalCluster.Admission.Quotas;
using Podclip.LocalCluster.Api.Handlers;
using Podclip.LocalCluster.Api.Subresources;
using Podclip.LocalCluster.Api.Tables;

namespace Podclip.LocalCluster.Api.Kinds;

/// <summary>The registrations of the kinds that say what a namespace may hold, and what may be taken from it.</summary>
internal static class PolicyKinds
{
    /// <summary>All of them.</summary>
    /// <param name="reads">Answers reads.</param>
    /// <param name="writes">Answers writes.</param>
    public static IEnumerable<ResourceKind> All(ReadHandler reads, WriteHandler writes)
    {
        yield return new()
        {
            Group = "", Version = "v1", Plural = "limitranges", Singular = "limitrange", Kind = "LimitRange", ShortNames = ["limits"],
            Strategy = new LimitRangeStrategy(), Table = PolicyTables.LimitRanges,
        };
        yield return new()
        {
            Group = "", Version = "v1", Plural = "resourcequotas", Singular = "resourcequota", Kind = "ResourceQuota", ShortNames = ["quota"],
            Strategy = new ResourceQuotaStrategy(), Table = PolicyTables.ResourceQuotas, Subresources = [new StatusSubresource("ResourceQuota", reads, writes)],
        };
        yield return new()
        {
            Group = "policy", Version = "v1", Plural = "poddisruptionbudgets", Singular = "poddisruptionbudget", Kind = "PodDisruptionBudget", ShortNames = ["pdb"],
            Strategy = new DisruptionBudgetStrategy(), Table = PolicyTables.DisruptionBudgets, Subresources = [new StatusSubresource("PodDisruptionBudget", reads, writes)],
        };
    }
}
