using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>Makes a pod's status from what is known of its containers. Pure; members that are not the kubelet's stay as they were.</summary>
internal static class PodStatusBuilder
{
    /// <summary>Where pods reach the machine, and the machine pods.</summary>
    public const string PodIP = "127.0.0.1";

    private const string Succeeded = "Succeeded";
    private const string Failed = "Failed";
    private const string PodScheduled = "PodScheduled";
    private static readonly string[] OwnConditions = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", PodScheduled];

    /// <summary>Whether a pod has ended for good.</summary>
    public static bool IsTerminal(JsonObject pod) => pod.Text("status", "phase") is Succeeded or Failed;

    /// <summary>The status.</summary>
    public static JsonObject Build(PodObservation observation)
    {
        var status = observation.PreviousStatus.Copy();
        var containers = new ContainerStates(observation);
        if (observation.IsBeingEnded && !observation.IsOver && containers.HaveEnded)
        {
            return status;
        }

        var phase = Phase(observation, containers);
        status["phase"] = phase;
        if (observation.Verdict is { } verdict)
        {
            status["reason"] = verdict.Reason;
            status["message"] = verdict.Message;
        }

        status["hostIP"] = PodIP;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = PodIP });
        if (HasSandbox(observation))
        {
            status["podIP"] = PodIP;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = PodIP });
        }

        status.Default("startTime", observation.Now.ToWireTime());
        if (containers.InitStatuses is { } initStatuses)
        {
            status["initContainerStatuses"] = initStatuses;
        }

        status["containerStatuses"] = containers.Statuses;
        status["conditions"] = Conditions(observation, containers, observation.IsOver || !containers.HaveEnded ? phase : EndPhase(observation, containers));
        return status;
    }

    private static bool HasSandbox(PodObservation observation) => observation.HasSandbox || observation.Records.Count > 0;

    private static string Phase(PodObservation observation, ContainerStates containers)
    {
        if (observation.IsOver)
        {
            return EndPhase(observation, containers);
        }

        // Until the whole pod is over the phase stays what it was, whatever its containers and conditions say already.
        return containers.HaveEnded
            ? observation.PreviousStatus.Text("phase") ?? "Pending"
            : containers.HasAnyRun && containers.Uninitialized.Count == 0 ? "Running" : "Pending";
    }

    private static string EndPhase(PodObservation observation, ContainerStates containers) =>
        containers.HasSucceeded && !containers.HasInitFailed && observation.Verdict is null ? Succeeded : Failed;

    private static JsonArray Conditions(PodObservation observation, ContainerStates containers, string phase)
    {
        var isCompleted = phase == Succeeded;
        var uninitialized = containers.Uninitialized;
        var unready = containers.Unready;
        var isReady = phase == "Running" && unready.Count == 0;
        (string? Reason, string? Message) notReady = phase switch
        {
            Succeeded => ("PodCompleted", null),
            Failed when containers.HasAnyRun || containers.HasInitFailed => ("PodFailed", null),
            _ => ("ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]"),
        };
        var previous = observation.PreviousStatus.Items("conditions").ToDictionary(condition => condition.Text("type") ?? "", StringComparer.Ordinal);
        List<JsonNode> conditions =
        [
            // What others say, such as an eviction, comes first, as the kubelet's status manager puts it.
            .. previous.Where(condition => !OwnConditions.Contains(condition.Key)).Select(condition => condition.Value.DeepClone()),
            Condition("PodReadyToStartContainers", HasSandbox(observation) && !observation.IsOver, null, null),
            uninitialized.Count == 0
                ? Condition("Initialized", true, isCompleted ? "PodCompleted" : null, null)
                : Condition("Initialized", false, "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', uninitialized)}]"),
            isReady ? Condition("Ready", true, null, null) : Condition("Ready", false, notReady.Reason, notReady.Message),
            isReady ? Condition("ContainersReady", true, null, null) : Condition("ContainersReady", false, notReady.Reason, notReady.Message),
            .. previous.Where(condition => condition.Key == PodScheduled).Select(condition => condition.Value.DeepClone()),
        ];
        return [.. conditions];

        JsonObject Condition(string type, bool isTrue, string? reason, string? message)
        {
            var value = isTrue ? "True" : "False";
            var since = previous.GetValueOrDefault(type) is { } before && before.Text("status") == value ? before.Text("lastTransitionTime") : null;
            var condition = new JsonObject
            {
                ["type"] = type,
                ["status"] = value,
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = since ?? observation.Now.ToWireTime(),
            };
            if (reason is not null)
            {
                condition["reason"] = reason;
            }

            if (message is not null)
            {
                condition["message"] = message;
            }

            return condition;
        }
    }
}
