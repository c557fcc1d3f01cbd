using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Quotas;

/// <summary>
/// Refuses what a namespace's quotas do not allow. What is used is counted from the objects themselves, so a check is exact when it and
/// the change are one step under the store's lock. A quota holds from its creation on.
/// </summary>
internal static class NamespaceQuotas
{
    /// <summary>Checks what is made or changed.</summary>
    /// <exception cref="ApiException">A quota refuses it.</exception>
    public static void Review(AdmissionReview review, DateTimeOffset now)
    {
        var resource = review.Kind.QualifiedName;
        if (!review.Kind.IsNamespaced || (review.Current is not null && resource != ResourceNames.PersistentVolumeClaims))
        {
            return;
        }

        var quotas = review.Store.List(ResourceNames.ResourceQuotas, review.Namespace).Items.Where(q => Applies(q.Document, resource, review.Document)).ToList();
        if (quotas.Count == 0)
        {
            return;
        }

        if (resource == ResourceNames.Pods)
        {
            quotas.ForEach(quota => RequireSpecified(quota, review));
        }

        var added = QuotaUsage.Of(resource, review.Document, now);
        if (review.Current is not null)
        {
            ResourceAmounts.Add(added, QuotaUsage.Of(resource, review.Current, now).Select(u => KeyValuePair.Create(u.Key, Quantity.Zero - u.Value)));
        }

        foreach (var quota in quotas)
        {
            RequireRoom(quota, added, review, now);
        }
    }

    /// <summary>How much of each resource that a quota limits is used.</summary>
    public static Dictionary<string, Quantity> Used(ObjectStore store, StoredObject quota, DateTimeOffset now) =>
        Count(store, quota, [.. ResourceAmounts.Read(quota.Document.At("spec", "hard")).Keys], now);

    private static bool Applies(JsonObject quota, string resource, JsonObject document) =>
        quota.TextMembers("spec", "hard").Any(h => QuotaUsage.KindOf(h.Key) == resource) && QuotaScopes.Match(quota, resource, document);

    private static Dictionary<string, Quantity> Count(ObjectStore store, StoredObject quota, IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        var used = names.ToDictionary(name => name, _ => Quantity.Zero, StringComparer.Ordinal);
        foreach (var resource in names.Select(QuotaUsage.KindOf).Distinct(StringComparer.Ordinal))
        {
            foreach (var stored in store.List(resource, quota.Namespace).Items.Where(o => QuotaScopes.Match(quota.Document, resource, o.Document)))
            {
                ResourceAmounts.Add(used, QuotaUsage.Of(resource, stored.Document, now).Where(u => used.ContainsKey(u.Key)).ToList());
            }
        }

        return used;
    }

    private static void RequireSpecified(StoredObject quota, AdmissionReview review)
    {
        var required = quota.Document.TextMembers("spec", "hard").Select(h => h.Key).Intersect(QuotaUsage.NamesToSpecify, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var containers = review.Document.Items("spec", "containers").Concat(review.Document.Items("spec", "initContainers"))
            .Select(c => (Name: c.Text("name") ?? "", Says: QuotaUsage.NamesOf(c).ToHashSet(StringComparer.Ordinal)))
            .OrderBy(c => c.Name, StringComparer.Ordinal)
            .ToList();
        var missing = required
            .Select(name => (Resource: name, Silent: containers.Where(c => !c.Says.Contains(name)).Select(c => c.Name).ToList()))
            .Where(m => m.Silent.Count > 0)
            .Select(m => $"{m.Resource} for: {string.Join(',', m.Silent)}")
            .ToList();
        if (missing.Count > 0)
        {
            throw Refused(review, $"failed quota: {quota.Name}: must specify {string.Join("; ", missing)}");
        }
    }

    private static void RequireRoom(StoredObject quota, Dictionary<string, Quantity> added, AdmissionReview review, DateTimeOffset now)
    {
        var hard = ResourceAmounts.Read(quota.Document.At("spec", "hard"));
        var requested = added.Where(a => a.Value > Quantity.Zero && hard.ContainsKey(a.Key)).ToDictionary(StringComparer.Ordinal);
        if (requested.Count == 0)
        {
            return;
        }

        var used = Count(review.Store, quota, requested.Keys, now);
        var exceeded = requested.Where(r => used[r.Key] + r.Value > hard[r.Key]).ToList();
        if (exceeded.Count > 0)
        {
            IEnumerable<KeyValuePair<string, Quantity>> Of(Dictionary<string, Quantity> amounts) => exceeded.Select(e => KeyValuePair.Create(e.Key, amounts[e.Key]));
            throw Refused(
                review,
                $"exceeded quota: {quota.Name}, requested: {ResourceAmounts.Describe(exceeded)}, used: {ResourceAmounts.Describe(Of(used))}, limited: {ResourceAmounts.Describe(Of(hard))}");
        }
    }

    private static ApiException Refused(AdmissionReview review, string detail) =>
        ApiErrors.Forbidden(review.Kind.QualifiedName, review.Document.Text("metadata", "name"), detail);
}
