using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Scheduling;

/// <summary>
/// Whether the node takes a pod, and if not, the words of the real scheduler. Its filters come in the real order; the first that refuses
/// tells all its reasons, the others none.
/// </summary>
internal static class NodeFit
{
    private const string NoNode = "no nodes available to schedule pods";
    private const string NoVictims = "No preemption victims found for incoming pod";
    private const string NotHelpful = "Preemption is not helpful for scheduling";

    /// <summary>Why the pod cannot be placed, as its condition and its Event say it; null when it can be.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="node">The cluster's node; null when somebody has deleted it.</param>
    /// <param name="claimProblem">What is wrong with the pod's claims, or null.</param>
    /// <param name="others">The pods that the node has already and that have not ended.</param>
    public static string? Problem(JsonObject pod, StoredObject? node, string? claimProblem, IReadOnlyCollection<JsonObject> others)
    {
        if (node is null)
        {
            return NoNode;
        }

        if (claimProblem is not null)
        {
            return Refusal(pod, claimProblem, NotHelpful);
        }

        if (FixedProblem(pod, node) is { } problem)
        {
            return Refusal(pod, $"1 {problem}", NotHelpful);
        }

        var missing = Missing(pod, node.Document, others);
        return missing.Count == 0
            ? null
            : Refusal(pod, string.Join(", ", missing.Select(reason => $"1 {reason}").Order(StringComparer.Ordinal)), NoVictims);
    }

    private static string Refusal(JsonObject pod, string reasons, string preemption)
    {
        // There are no priorities here, so nothing is ever preempted; but the scheduler always says that it has tried.
        var tried = pod.Text("spec", "preemptionPolicy") == "Never"
            ? "not eligible due to preemptionPolicy=Never."
            : $"0/1 nodes are available: 1 {preemption}.";
        return $"0/1 nodes are available: {reasons}. preemption: {tried}";
    }

    /// <summary>What no ending of other pods would change.</summary>
    private static string? FixedProblem(JsonObject pod, StoredObject node)
    {
        var cordon = new JsonObject { ["key"] = "node.kubernetes.io/unschedulable", ["effect"] = "NoSchedule" };
        if (node.Document.Flag("spec", "unschedulable") && !Tolerations.Tolerates(pod, cordon))
        {
            return "node(s) were unschedulable";
        }

        if (Tolerations.FirstUntolerated(pod, node.Document.Items("spec", "taints")) is { } taint)
        {
            return $"node(s) had untolerated taint {{{taint.Text("key")}: {taint.Text("value")}}}";
        }

        return NodeAffinity.Matches(pod, node) ? null : "node(s) didn't match Pod's node affinity/selector";
    }

    private static List<string> Missing(JsonObject pod, JsonObject node, IReadOnlyCollection<JsonObject> others)
    {
        var missing = new List<string>();
        var allocatable = PodRequests.Read(node.At("status", "allocatable"));
        if (others.Count + 1 > allocatable.GetValueOrDefault("pods"))
        {
            missing.Add("Too many pods");
        }

        var used = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var other in others)
        {
            PodRequests.Add(used, PodRequests.Of(other));
        }

        missing.AddRange(PodRequests.Of(pod)
            .Where(request => request.Value > allocatable.GetValueOrDefault(request.Key) - used.GetValueOrDefault(request.Key))
            .Select(request => $"Insufficient {request.Key}"));
        return missing;
    }
}
