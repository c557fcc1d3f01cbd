using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Quotas;

/// <summary>What single objects use of a quota.</summary>
internal static class QuotaUsage
{
    private const string CountPrefix = "count/";
    private const string ClassInfix = ".storageclass.storage.k8s.io/";
    private const string ClaimCount = "persistentvolumeclaims";
    private const string Storage = "requests.storage";

    /// <summary>Kinds that are counted under their plain name too.</summary>
    private static readonly string[] PlainlyCounted = [ResourceNames.ConfigMaps, ResourceNames.ResourceQuotas, ResourceNames.Secrets];

    private static readonly string[] ComputeNames = ["cpu", "memory", "ephemeral-storage"];

    /// <summary>Names that a quota may have beside those with a group.</summary>
    public static IReadOnlyList<string> StandardNames { get; } =
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", Storage, "requests.ephemeral-storage", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", ClaimCount, "configmaps", "services.nodeports",
        "services.loadbalancers",
    ];

    /// <summary>Names of which every container must say something once a quota limits them.</summary>
    public static IReadOnlyList<string> NamesToSpecify { get; } = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

    /// <summary>The kind whose objects use a resource, such as <c>pods</c> for <c>requests.cpu</c>. It need not be a kind that is served.</summary>
    public static string KindOf(string name) => name switch
    {
        _ when name.StartsWith(CountPrefix, StringComparison.Ordinal) => name[CountPrefix.Length..],
        ClaimCount or Storage => ResourceNames.PersistentVolumeClaims,
        _ when name.Contains(ClassInfix, StringComparison.Ordinal) => ResourceNames.PersistentVolumeClaims,
        "services" or "services.nodeports" or "services.loadbalancers" => "services",
        "replicationcontrollers" => name,
        _ when PlainlyCounted.Contains(name) => name,
        _ => ResourceNames.Pods,
    };

    /// <summary>What an object uses.</summary>
    public static Dictionary<string, Quantity> Of(string resource, JsonObject document, DateTimeOffset now)
    {
        var one = Quantity.Of(1);
        var used = new Dictionary<string, Quantity>(StringComparer.Ordinal) { [CountPrefix + resource] = one };
        if (PlainlyCounted.Contains(resource))
        {
            used[resource] = one;
        }
        else if (resource == ResourceNames.Pods && Counts(document, now))
        {
            used["pods"] = one;
            AddCompute(used, PodResources.Requests(document["spec"]), PodResources.Limits(document["spec"]));
        }
        else if (resource == ResourceNames.PersistentVolumeClaims)
        {
            AddClaim(used, document);
        }

        return used;
    }

    /// <summary>The names under which what a container asks for is counted.</summary>
    public static IEnumerable<string> NamesOf(JsonObject container)
    {
        var used = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        AddCompute(used, ResourceAmounts.Read(container.At("resources", "requests")), ResourceAmounts.Read(container.At("resources", "limits")));
        return used.Keys;
    }

    /// <summary>Pods that have ended, or that their node does not end in time, use nothing but their place in storage.</summary>
    private static bool Counts(JsonObject pod, DateTimeOffset now) =>
        pod.Text("status", "phase") is not ("Succeeded" or "Failed")
        && !(pod.Time("metadata", "deletionTimestamp") is { } end && now > end.AddSeconds(pod.Number("metadata", "deletionGracePeriodSeconds") ?? 0));

    private static void AddCompute(Dictionary<string, Quantity> used, Dictionary<string, Quantity> requests, Dictionary<string, Quantity> limits)
    {
        foreach (var (name, amount) in requests)
        {
            if (ComputeNames.Contains(name) || name.StartsWith("hugepages-", StringComparison.Ordinal))
            {
                used[name] = amount;
            }

            used[$"requests.{name}"] = amount;
        }

        foreach (var (name, amount) in limits.Where(l => ComputeNames.Contains(l.Key)))
        {
            used[$"limits.{name}"] = amount;
        }
    }

    private static void AddClaim(Dictionary<string, Quantity> used, JsonObject claim)
    {
        List<string> prefixes = claim.Text("spec", "storageClassName") is { Length: > 0 } name ? ["", name + ClassInfix] : [""];
        foreach (var prefix in prefixes)
        {
            used[prefix + ClaimCount] = Quantity.Of(1);
            if (Quantity.TryRead(claim.Text("spec", "resources", "requests", "storage"), out var amount))
            {
                used[prefix + Storage] = amount;
            }
        }
    }
}
