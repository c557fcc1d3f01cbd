using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.Disruptions;

/// <summary>The condition DisruptionAllowed of a budget.</summary>
internal static class DisruptionCondition
{
    private const string Type = "DisruptionAllowed";

    /// <summary>Sets it from what the status says of disruptions.</summary>
    public static void Set(JsonObject budget, DateTimeOffset now)
    {
        var isAllowed = budget.Number("status", "disruptionsAllowed") > 0;
        Set(budget, isAllowed, isAllowed ? "SufficientPods" : "InsufficientPods", "", now);
    }

    /// <summary>The budget cannot be computed.</summary>
    public static void SetFailed(JsonObject budget, string message, DateTimeOffset now) => Set(budget, isAllowed: false, "SyncFailed", message, now);

    private static void Set(JsonObject budget, bool isAllowed, string reason, string message, DateTimeOffset now)
    {
        var conditions = budget.Child("status").ChildArray("conditions");
        var existing = conditions.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == Type);
        var status = isAllowed ? "True" : "False";
        var since = existing.Text("status") == status ? existing.Text("lastTransitionTime") : null;
        if (existing is not null)
        {
            conditions.Remove(existing);
        }

        conditions.Add((JsonNode)new JsonObject
        {
            ["type"] = Type,
            ["status"] = status,
            ["observedGeneration"] = budget.Number("metadata", "generation"),
            ["lastTransitionTime"] = since ?? now.ToWireTime(),
            ["reason"] = reason,
            ["message"] = message,
        });
    }
}
