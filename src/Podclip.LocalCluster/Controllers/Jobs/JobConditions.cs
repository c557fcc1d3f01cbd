using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers.Jobs;

/// <summary>Reads and writes the conditions of Jobs.</summary>
internal static class JobConditions
{
    public const string Complete = "Complete";
    public const string Failed = "Failed";
    public const string FailureTarget = "FailureTarget";
    public const string SuccessCriteriaMet = "SuccessCriteriaMet";
    public const string Suspended = "Suspended";

    /// <summary>A condition that is True, or null.</summary>
    public static JsonObject? Find(JsonNode? status, string type) =>
        status.Items("conditions").FirstOrDefault(c => c.Text("type") == type && c.Text("status") == "True");

    /// <summary>When a Job finished; null while it has not.</summary>
    public static DateTimeOffset? FinishTime(JsonObject job) =>
        (Find(job["status"], Complete) ?? Find(job["status"], Failed)).Time("lastTransitionTime");

    /// <summary>Sets a condition; its time changes only when its status does.</summary>
    public static void Set(JsonArray conditions, string type, bool value, string reason, string message, DateTimeOffset now)
    {
        var status = value ? "True" : "False";
        var existing = conditions.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == type);
        if (existing is not null && existing.Text("status") == status && existing.Text("reason") == reason)
        {
            return;
        }

        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["lastProbeTime"] = now.ToWireTime(),
            ["lastTransitionTime"] = now.ToWireTime(),
            ["reason"] = reason,
            ["message"] = message,
        };
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
