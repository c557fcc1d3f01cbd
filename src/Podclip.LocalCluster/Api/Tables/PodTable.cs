using System.Globalization;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Tables;

/// <summary>The columns of pods; the status column sums up all containers, as kubectl users know it.</summary>
internal static class PodTable
{
    public static TableLayout Layout { get; } = new(
        [
            TableColumn.ObjectName,
            new("Ready", "The aggregate readiness state of this pod for accepting traffic."),
            new("Status", "The aggregate status of the containers in this pod."),
            new("Restarts", "The number of times the containers in this pod have been restarted and when the last container in this pod has restarted."),
            TableColumn.Age,
            new("IP", "podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.", IsWide: true),
            new("Node", "NodeName indicates in which node this pod is scheduled. If empty, this pod is a candidate for scheduling by the scheduler defined in schedulerName. Once this field is set, the kubelet for this node becomes responsible for the lifecycle of this pod. This field should not be used to express a desire for the pod to be scheduled on a specific node. https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename", IsWide: true),
            new("Nominated Node", "nominatedNodeName is set only when this pod preempts other pods on the node, but it cannot be scheduled right away as preemption victims receive their graceful termination periods. This field does not guarantee that the pod will be scheduled on this node. Scheduler may decide to place the pod elsewhere if other nodes become available sooner. Scheduler may also decide to give the resources on this node to a higher priority pod that is created after preemption. As a result, this field may be different than PodSpec.nodeName when the pod is scheduled.", IsWide: true),
            new("Readiness Gates", "If specified, all readiness gates will be evaluated for pod readiness. A pod is ready when all its containers are ready AND all conditions specified in the readiness gates have status equal to \"True\" More info: https://git.k8s.io/enhancements/keps/sig-network/580-pod-readiness-gates", IsWide: true),
        ],
        Cells)
    {
        Conditions = Conditions,
    };

    private static IReadOnlyList<JsonNode?> Cells(JsonObject pod, DateTimeOffset now)
    {
        var statuses = pod.Items("status", "containerStatuses").ToList();
        var ready = statuses.Count(s => s.Flag("ready") && s.At("state", "running") is not null);
        return
        [
            pod.Text("metadata", "name"),
            FormattableString.Invariant($"{ready}/{pod.Items("spec", "containers").Count()}"),
            Status(pod, statuses),
            statuses.Sum(s => s.Number("restartCount") ?? 0).ToString(CultureInfo.InvariantCulture),
            HumanDuration.Age(pod, now),
            pod.Text("status", "podIP") ?? "<none>",
            pod.Text("spec", "nodeName") ?? "<none>",
            pod.Text("status", "nominatedNodeName") ?? "<none>",
            "<none>",
        ];
    }

    private static JsonArray? Conditions(JsonObject pod) => pod.Text("status", "phase") switch
    {
        "Succeeded" => Completed("Succeeded", "The pod has completed successfully."),
        "Failed" => Completed("Failed", "The pod failed."),
        _ => null,
    };

    private static JsonArray Completed(string reason, string message) =>
        new(new JsonObject { ["type"] = "Completed", ["status"] = "True", ["reason"] = reason, ["message"] = message });

    private static string Status(JsonObject pod, List<JsonObject> statuses)
    {
        var phase = pod.Text("status", "phase") ?? "";
        var status = pod.Text("status", "reason") ?? phase;
        if (InitStatus(pod) is { } initializing)
        {
            status = initializing;
        }
        else
        {
            status = ContainerStatus(statuses, status);
        }

        return pod.Text("metadata", "deletionTimestamp") is not null && phase is not ("Succeeded" or "Failed") ? "Terminating" : status;
    }

    private static string ContainerStatus(List<JsonObject> statuses, string status)
    {
        var hasRunning = false;
        foreach (var container in Enumerable.Reverse(statuses))
        {
            if (container.Text("state", "waiting", "reason") is { Length: > 0 } waiting)
            {
                status = waiting;
            }
            else if (container.At("state", "terminated") is JsonObject terminated)
            {
                status = Ending(terminated, "");
            }
            else
            {
                hasRunning |= container.Flag("ready");
            }
        }

        return status == "Completed" && hasRunning ? "Running" : status;
    }

    private static string? InitStatus(JsonObject pod)
    {
        if (pod.Items("status", "conditions").Any(c => c.Text("type") == "Initialized" && c.Text("status") == "True"))
        {
            return null;
        }

        var done = 0;
        foreach (var container in pod.Items("status", "initContainerStatuses"))
        {
            if (container.At("state", "terminated") is JsonObject terminated)
            {
                if (terminated.Number("exitCode") == 0)
                {
                    done++;
                    continue;
                }

                return Ending(terminated, "Init:");
            }

            return container.Text("state", "waiting", "reason") is { Length: > 0 } reason and not "PodInitializing"
                ? $"Init:{reason}"
                : FormattableString.Invariant($"Init:{done}/{pod.Items("spec", "initContainers").Count()}");
        }

        return null;
    }

    private static string Ending(JsonObject terminated, string prefix)
    {
        if (terminated.Text("reason") is { Length: > 0 } reason)
        {
            return prefix + reason;
        }

        return terminated.Number("signal") is { } signal and not 0
            ? FormattableString.Invariant($"{prefix}Signal:{signal}")
            : FormattableString.Invariant($"{prefix}ExitCode:{terminated.Number("exitCode")}");
    }
}
