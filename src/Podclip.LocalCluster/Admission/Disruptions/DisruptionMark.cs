using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Disruptions;

/// <summary>The condition that tells why a pod goes although it has not ended.</summary>
internal static class DisruptionMark
{
    private const string Condition = "DisruptionTarget";

    /// <summary>Sets it, unless it is set.</summary>
    /// <param name="store">The objects.</param>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="name">The pod.</param>
    /// <param name="uid">Which pod of that name is meant; null for any.</param>
    /// <param name="reason">Who takes it away, as Kubernetes calls it.</param>
    /// <param name="message">In words.</param>
    /// <param name="now">The time.</param>
    public static void Set(ObjectStore store, string ns, string name, string? uid, string reason, string message, DateTimeOffset now) =>
        store.Update(ResourceNames.Pods, ns, name, pod =>
        {
            var conditions = pod.Child("status").ChildArray("conditions");
            if ((uid is not null && uid != pod.Text("metadata", "uid")) || conditions.OfType<JsonObject>().Any(c => c.Text("type") == Condition))
            {
                return false;
            }

            conditions.Add((JsonNode)new JsonObject
            {
                ["type"] = Condition,
                ["status"] = "True",
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = now.ToWireTime(),
                ["reason"] = reason,
                ["message"] = message,
            });
            return true;
        });
}
