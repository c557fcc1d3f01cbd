using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Scheduling;

/// <summary>Which taints a pod bears (component-helpers, corev1.Toleration.ToleratesTaint).</summary>
internal static class Tolerations
{
    /// <summary>The first taint that keeps a pod away and that it does not tolerate; null when it may come.</summary>
    public static JsonObject? FirstUntolerated(JsonNode pod, IEnumerable<JsonObject> taints) =>
        taints.FirstOrDefault(taint => taint.Text("effect") is "NoSchedule" or "NoExecute" && !Tolerates(pod, taint));

    /// <summary>Whether a pod tolerates a taint.</summary>
    public static bool Tolerates(JsonNode pod, JsonNode taint) => pod.Items("spec", "tolerations").Any(toleration =>
        toleration.Text("effect") is var effect && (string.IsNullOrEmpty(effect) || effect == taint.Text("effect"))
        && toleration.Text("key") is var key && (string.IsNullOrEmpty(key) || key == taint.Text("key"))
        && (toleration.Text("operator") switch
        {
            "Exists" => true,
            null or "" or "Equal" => (toleration.Text("value") ?? "") == (taint.Text("value") ?? ""),
            _ => false,
        }));
}
