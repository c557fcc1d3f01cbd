using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Handlers;
using Podclip.LocalCluster.Api.Subresources;
using Podclip.LocalCluster.Api.Tables;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Kinds;

/// <summary>The registrations: one for each kind that the cluster serves.</summary>
internal static class ServedKinds
{
    private static readonly Dictionary<string, Func<JsonObject, string>> EventFields = Fields(
        ("involvedObject.kind", d => d.Text("involvedObject", "kind")),
        ("involvedObject.namespace", d => d.Text("involvedObject", "namespace")),
        ("involvedObject.name", d => d.Text("involvedObject", "name")),
        ("involvedObject.uid", d => d.Text("involvedObject", "uid")),
        ("involvedObject.apiVersion", d => d.Text("involvedObject", "apiVersion")),
        ("involvedObject.resourceVersion", d => d.Text("involvedObject", "resourceVersion")),
        ("involvedObject.fieldPath", d => d.Text("involvedObject", "fieldPath")),
        ("reason", d => d.Text("reason")),
        ("reportingComponent", d => d.Text("reportingComponent")),
        ("source", d => d.Text("source", "component") ?? d.Text("reportingComponent")),
        ("type", d => d.Text("type")));

    /// <summary>As above under the names of events.k8s.io; selectors read stored objects.</summary>
    private static readonly Dictionary<string, Func<JsonObject, string>> NewEventFields = EventFields
        .Where(f => f.Key is not ("source" or "involvedObject.apiVersion"))
        .ToDictionary(f => f.Key.Replace("involvedObject", "regarding", StringComparison.Ordinal).Replace("Component", "Controller", StringComparison.Ordinal), f => f.Value, StringComparer.Ordinal);

    private static readonly Dictionary<string, Func<JsonObject, string>> PodFields = Fields(
        ("spec.hostNetwork", d => d.Flag("spec", "hostNetwork") ? "true" : "false"),
        ("spec.nodeName", d => d.Text("spec", "nodeName")),
        ("spec.restartPolicy", d => d.Text("spec", "restartPolicy")),
        ("spec.schedulerName", d => d.Text("spec", "schedulerName")),
        ("spec.serviceAccountName", d => d.Text("spec", "serviceAccountName")),
        ("status.nominatedNodeName", d => d.Text("status", "nominatedNodeName")),
        ("status.phase", d => d.Text("status", "phase")),
        ("status.podIP", d => d.Text("status", "podIP")),
        ("status.podIPs", d => d.Text("status", "podIP")));

    /// <summary>All kinds.</summary>
    /// <param name="reads">Answers reads.</param>
    /// <param name="writes">Answers writes.</param>
    /// <param name="podSubresources">What pods offer beside their status.</param>
    /// <param name="serviceAccountSubresources">What service accounts offer.</param>
    public static IEnumerable<ResourceKind> All(
        ReadHandler reads,
        WriteHandler writes,
        IReadOnlyList<ISubresource> podSubresources,
        IReadOnlyList<ISubresource> serviceAccountSubresources)
    {
        ISubresource[] Status(string kind) => [new StatusSubresource(kind, reads, writes)];
        yield return new() { Group = "", Version = "v1", Plural = "configmaps", Singular = "configmap", Kind = "ConfigMap", ShortNames = ["cm"], Strategy = new ConfigMapStrategy(), Table = CommonTables.ConfigMaps };
        var events = new ResourceKind
        {
            Group = "", Version = "v1", Plural = "events", Singular = "event", Kind = "Event", ShortNames = ["ev"],
            Strategy = new EventStrategy(), Table = CommonTables.Events,
            SelectableFields = EventFields,
        };
        yield return events;
        yield return new()
        {
            Group = "", Version = "v1", Plural = "namespaces", Singular = "namespace", Kind = "Namespace", ShortNames = ["ns"], IsNamespaced = false,
            Verbs = [.. ResourceKind.AllVerbs.Where(v => v != "deletecollection")],
            Strategy = new NamespaceStrategy(), Table = CommonTables.Namespaces, Subresources = Status("Namespace"),
            SelectableFields = Fields(("status.phase", d => d.Text("status", "phase"))),
        };
        yield return new()
        {
            Group = "", Version = "v1", Plural = "nodes", Singular = "node", Kind = "Node", ShortNames = ["no"], IsNamespaced = false,
            Strategy = new NodeStrategy(), Table = CommonTables.Nodes, Subresources = Status("Node"),
            SelectableFields = Fields(("spec.unschedulable", d => d.Flag("spec", "unschedulable") ? "true" : "false")),
        };
        yield return new()
        {
            Group = "", Version = "v1", Plural = "persistentvolumeclaims", Singular = "persistentvolumeclaim", Kind = "PersistentVolumeClaim", ShortNames = ["pvc"],
            Strategy = new PersistentVolumeClaimStrategy(), Table = CommonTables.Claims, Subresources = Status("PersistentVolumeClaim"),
        };
        yield return new()
        {
            Group = "", Version = "v1", Plural = "pods", Singular = "pod", Kind = "Pod", ShortNames = ["po"], Categories = ["all"],
            Strategy = new PodStrategy(), Table = PodTable.Layout, Subresources = [.. podSubresources, .. Status("Pod")],
            SelectableFields = PodFields,
        };
        yield return new()
        {
            Group = "", Version = "v1", Plural = "secrets", Singular = "secret", Kind = "Secret", Strategy = new SecretStrategy(), Table = CommonTables.Secrets,
            SelectableFields = Fields(("type", d => d.Text("type"))),
        };
        yield return new() { Group = "", Version = "v1", Plural = "serviceaccounts", Singular = "serviceaccount", Kind = "ServiceAccount", ShortNames = ["sa"], Strategy = new ServiceAccountStrategy(), Table = CommonTables.ServiceAccounts, Subresources = serviceAccountSubresources };
        yield return new()
        {
            Group = "batch", Version = "v1", Plural = "jobs", Singular = "job", Kind = "Job", Categories = ["all"],
            Strategy = new JobStrategy(), Table = JobTable.Layout, Subresources = Status("Job"),
            SelectableFields = Fields(("status.successful", d => (d.Number("status", "succeeded") ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture))),
        };
        yield return new() { Group = "coordination.k8s.io", Version = "v1", Plural = "leases", Singular = "lease", Kind = "Lease", Strategy = new LeaseStrategy(), Table = CommonTables.Leases };
        yield return new()
        {
            Group = "events.k8s.io", Version = "v1", Plural = "events", Singular = "event", Kind = "Event", ShortNames = ["ev"],
            Strategy = events.Strategy, Table = CommonTables.Events, SelectableFields = NewEventFields, View = EventView.Of(events),
        };
    }

    private static Dictionary<string, Func<JsonObject, string>> Fields(params (string Name, Func<JsonObject, string?> Read)[] fields) =>
        fields.ToDictionary(f => f.Name, f => (Func<JsonObject, string>)(d => f.Read(d) ?? ""), StringComparer.Ordinal);
}
