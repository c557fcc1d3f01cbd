using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Tables;

/// <summary>The columns of the simpler kinds.</summary>
internal static class CommonTables
{
    public static TableLayout Secrets { get; } = GenericTable.With(
    [
        (new("Type"), d => d.Text("type")),
        (new("Data"), d => Count(d, "data").ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ]);

    public static TableLayout ConfigMaps { get; } = GenericTable.With(
    [
        (new("Data"), d => (Count(d, "data") + Count(d, "binaryData")).ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ]);

    public static TableLayout ServiceAccounts { get; } = GenericTable.With([(new("Secrets"), d => d.Items("secrets").Count())]);

    public static TableLayout Namespaces { get; } = GenericTable.With([(new("Status"), d => d.Text("status", "phase"))]);

    public static TableLayout Leases { get; } = GenericTable.With([(new("Holder", "holderIdentity contains the identity of the holder of a current lease."), d => d.Text("spec", "holderIdentity") ?? "")]);

    public static TableLayout Claims { get; } = GenericTable.With(
    [
        (new("Status"), d => d.Text("metadata", "deletionTimestamp") is null ? d.Text("status", "phase") : "Terminating"),
        (new("Volume"), d => d.Text("spec", "volumeName") ?? ""),
        (new("Capacity"), d => d.Text("status", "capacity", "storage") ?? ""),
        (new("Access Modes"), d => string.Join(',', d.Texts("status", "accessModes").Select(ShortMode))),
        (new("StorageClass"), d => d.Text("spec", "storageClassName") ?? ""),
        (new("VolumeAttributesClass"), _ => "<unset>"),
    ]);

    public static TableLayout Nodes { get; } = new(
        [
            TableColumn.ObjectName, new("Status"), new("Roles"), TableColumn.Age, new("Version"),
            new("Internal-IP", IsWide: true), new("External-IP", IsWide: true), new("OS-Image", IsWide: true), new("Kernel-Version", IsWide: true), new("Container-Runtime", IsWide: true),
        ],
        (d, now) =>
        [
            d.Text("metadata", "name"),
            d.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True") ? "Ready" : "NotReady",
            Roles(d),
            HumanDuration.Age(d, now),
            d.Text("status", "nodeInfo", "kubeletVersion"),
            d.Items("status", "addresses").FirstOrDefault(a => a.Text("type") == "InternalIP").Text("address") ?? "<none>",
            "<none>",
            d.Text("status", "nodeInfo", "osImage"),
            d.Text("status", "nodeInfo", "kernelVersion"),
            d.Text("status", "nodeInfo", "containerRuntimeVersion"),
        ]);

    public static TableLayout Events { get; } = new(
        [
            new("Last Seen"), new("Type"), new("Reason"), new("Object"), new("Subobject", IsWide: true), new("Source", IsWide: true), new("Message"),
            new("First Seen", IsWide: true), new("Count", IsWide: true), new("Name", IsWide: true),
        ],
        (d, now) =>
        [
            HumanDuration.Since(LastSeen(d), now),
            d.Text("type"),
            d.Text("reason"),
            $"{d.Text("involvedObject", "kind")?.ToLowerInvariant()}/{d.Text("involvedObject", "name")}",
            d.Text("involvedObject", "fieldPath") ?? "",
            d.Text("source", "component") ?? d.Text("reportingComponent"),
            d.Text("message")?.Trim(),
            HumanDuration.Since(d.Time("firstTimestamp") ?? LastSeen(d), now),
            d.Number("count") ?? 1,
            d.Text("metadata", "name"),
        ]);

    private static DateTimeOffset? LastSeen(JsonObject document) =>
        document.Time("lastTimestamp") ?? document.Time("eventTime") ?? document.Time("metadata", "creationTimestamp");

    private static int Count(JsonObject document, string member) => document[member] is JsonObject map ? map.Count : 0;

    private static string Roles(JsonObject document)
    {
        const string Prefix = "node-role.kubernetes.io/";
        var roles = document.TextMembers("metadata", "labels").Where(l => l.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(l => l.Key[Prefix.Length..]).ToList();
        return roles.Count == 0 ? "<none>" : string.Join(',', roles);
    }

    private static string ShortMode(string mode) => mode switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        _ => mode,
    };
}
