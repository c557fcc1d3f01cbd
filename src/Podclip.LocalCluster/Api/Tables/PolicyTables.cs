using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Tables;

/// <summary>The columns of the kinds that say what a namespace may hold.</summary>
internal static class PolicyTables
{
    public static TableLayout ResourceQuotas { get; } = GenericTable.With(
    [
        (new("Request", "Request represents a minimum amount of cpu/memory that a container may consume."), d => Uses(d, isLimit: false)),
        (new("Limit", "Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node."), d => Uses(d, isLimit: true)),
    ]);

    public static TableLayout LimitRanges { get; } = new(
        [TableColumn.ObjectName, new("Created At")],
        (d, _) => [d.Text("metadata", "name"), d.Text("metadata", "creationTimestamp")]);

    public static TableLayout DisruptionBudgets { get; } = GenericTable.With(
    [
        (new("Min Available", "The minimum number of pods that must be available."), d => Amount(d.At("spec", "minAvailable"))),
        (new("Max Unavailable", "The maximum number of pods that may be unavailable."), d => Amount(d.At("spec", "maxUnavailable"))),
        (new("Allowed Disruptions", "Calculated number of pods that may be disrupted at this time.", Type: "integer"), d => d.Number("status", "disruptionsAllowed") ?? 0),
    ]);

    private static string Uses(JsonObject quota, bool isLimit)
    {
        var used = ResourceAmounts.Read(quota.At("status", "used"));
        var texts = ResourceAmounts.Read(quota.At("status", "hard"))
            .Where(h => h.Key.StartsWith("limits.", StringComparison.Ordinal) == isLimit)
            .OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {used.GetValueOrDefault(h.Key)}/{h.Value}");
        return string.Join(", ", texts);
    }

    private static string Amount(JsonNode? value) => value switch
    {
        null => "N/A",
        JsonValue text when text.TryGetValue<string>(out var percent) => percent,
        _ => value.ToJsonString(),
    };
}
