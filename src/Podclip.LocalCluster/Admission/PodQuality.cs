using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>A pod's quality-of-service class.</summary>
internal static class PodQuality
{
    private static readonly string[] Counted = ["cpu", "memory"];

    /// <summary>Guaranteed when every container's limits equal its requests, BestEffort when none asks for anything, else Burstable.</summary>
    public static string Of(JsonObject spec)
    {
        var containers = spec.Items("initContainers").Concat(spec.Items("containers")).Select(c => c["resources"]).ToList();
        if (containers.All(r => Counted.All(name => r.Text("requests", name) is null && r.Text("limits", name) is null)))
        {
            return "BestEffort";
        }

        return containers.All(r => Counted.All(name => r.Text("limits", name) is { } limit && IsSame(r.Text("requests", name) ?? limit, limit)))
            ? "Guaranteed"
            : "Burstable";
    }

    private static bool IsSame(string request, string limit) =>
        request == limit || (Quantity.TryRead(request, out var asked) && Quantity.TryRead(limit, out var most) && Quantity.AreEqual(asked, most));
}
