using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Scheduling;

/// <summary>Writes a pod's condition PodScheduled.</summary>
internal static class ScheduledCondition
{
    private const string Type = "PodScheduled";

    /// <summary>Gives a pod its node. False when it has gone, or another has its name.</summary>
    public static bool Bind(ObjectStore store, StoredObject pod, string node, DateTimeOffset now) => Write(store, pod, document =>
    {
        document.Child("spec")["nodeName"] = node;
        Set(document, "True", reason: null, message: null, now);
    });

    /// <summary>Says why a pod has no node yet.</summary>
    public static void Refuse(ObjectStore store, StoredObject pod, string reason, string message, DateTimeOffset now) =>
        Write(store, pod, document => Set(document, "False", reason, message, now));

    private static bool Write(ObjectStore store, StoredObject pod, Action<JsonObject> change)
    {
        var isWritten = false;
        store.Update(ResourceNames.Pods, pod.Namespace, pod.Name, document =>
        {
            // One that is being deleted was let go; a node must not get it any more.
            isWritten = document.Text("metadata", "uid") == pod.Uid && document.Text("metadata", "deletionTimestamp") is null;
            if (isWritten)
            {
                change(document);
            }

            return isWritten;
        });
        return isWritten;
    }

    private static void Set(JsonObject pod, string status, string? reason, string? message, DateTimeOffset now)
    {
        var conditions = pod.Child("status").ChildArray("conditions");
        var existing = conditions.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == Type);
        var condition = new JsonObject
        {
            ["type"] = Type,
            ["status"] = status,
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = existing.Text("status") == status ? existing.Text("lastTransitionTime") : now.ToWireTime(),
        };
        if (reason is not null)
        {
            condition["reason"] = reason;
            condition["message"] = message;
        }

        if (existing is null)
        {
            conditions.Add((JsonNode)condition);
        }
        else
        {
            conditions[conditions.IndexOf(existing)] = condition;
        }
    }
}
