using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Quotas;

/// <summary>Which pods a quota is about. One with scopes is about nothing but pods.</summary>
internal static class QuotaScopes
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<string> All { get; } = ["BestEffort", "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "PriorityClass", "Terminating"];

    /// <summary>Whether an object is among those a quota is about.</summary>
    public static bool Match(JsonObject quota, string resource, JsonObject document)
    {
        var selectors = quota.Items("spec", "scopeSelector", "matchExpressions").ToList();
        return quota.Texts("spec", "scopes").All(scope => resource == ResourceNames.Pods && IsIn(scope, selector: null, document))
            && selectors.TrueForAll(s => resource == ResourceNames.Pods && IsIn(s.Text("scopeName") ?? "", s, document));
    }

    private static bool IsIn(string scope, JsonObject? selector, JsonObject pod) => scope switch
    {
        "Terminating" => IsTerminating(pod),
        "NotTerminating" => !IsTerminating(pod),
        "BestEffort" => PodQuality.Of(pod.Child("spec")) == "BestEffort",
        "NotBestEffort" => PodQuality.Of(pod.Child("spec")) != "BestEffort",
        "PriorityClass" => HasPriorityClass(selector, pod.Text("spec", "priorityClassName") ?? ""),
        "CrossNamespacePodAffinity" => CrossesNamespaces(pod),
        _ => false,
    };

    private static bool IsTerminating(JsonObject pod) => pod.Number("spec", "activeDeadlineSeconds") >= 0;

    private static bool HasPriorityClass(JsonObject? selector, string name) => selector.Text("operator") switch
    {
        "In" => selector.Texts("values").Contains(name, StringComparer.Ordinal),
        "NotIn" => !selector.Texts("values").Contains(name, StringComparer.Ordinal),
        "DoesNotExist" => name.Length == 0,
        _ => name.Length > 0,
    };

    private static bool CrossesNamespaces(JsonObject pod) =>
        ((string[])["podAffinity", "podAntiAffinity"]).Select(kind => pod.At("spec", "affinity", kind)).Any(affinity => affinity
            .Items("requiredDuringSchedulingIgnoredDuringExecution")
            .Concat(affinity.Items("preferredDuringSchedulingIgnoredDuringExecution").Select(p => p["podAffinityTerm"]).OfType<JsonObject>())
            .Any(term => term.Texts("namespaces").Any() || term["namespaceSelector"] is not null));
}
