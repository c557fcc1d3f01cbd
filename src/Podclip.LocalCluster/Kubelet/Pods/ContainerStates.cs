using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>The statuses of a pod's containers, as JSON.</summary>
internal sealed class ContainerStates(PodObservation observation)
{
    private readonly IReadOnlyList<Container> _initContainers = observation.Pod.Spec?.InitContainers ?? [];
    private readonly IReadOnlyList<Container> _containers = observation.Pod.Spec?.Containers ?? [];

    /// <summary>The init containers that have not done their part.</summary>
    public IReadOnlyList<string> Uninitialized => [.. _initContainers.Where(container => !HasInitialized(container)).Select(NameOf)];

    /// <summary>The sidecars and containers that are not ready.</summary>
    public IReadOnlyList<string> Unready => [.. _initContainers.Where(IsSidecar).Concat(_containers).Where(container => !IsRunning(container)).Select(NameOf)];

    /// <summary>Whether an init container has failed for good.</summary>
    public bool HasInitFailed => _initContainers.Any(c => !IsSidecar(c) && RecordOf(c) is { State: ContainerRunState.Ended, Ended.ExitCode: not 0 });

    /// <summary>Whether any container has run.</summary>
    public bool HasAnyRun => _containers.Any(container => RecordOf(container) is not null);

    /// <summary>Whether nothing runs any more, nor is to run: an init container has failed, or all have ended.</summary>
    public bool HaveEnded => !_initContainers.Any(IsRunning) && (HasInitFailed || _containers.All(c => RecordOf(c) is { State: ContainerRunState.Ended }));

    /// <summary>Whether every container has ended well.</summary>
    public bool HasSucceeded => _containers.All(container => RecordOf(container) is { State: ContainerRunState.Ended, Ended.ExitCode: 0 });

    /// <summary>The init containers' statuses; null when there are none.</summary>
    public JsonArray? InitStatuses => _initContainers.Count == 0
        ? null
        : new JsonArray([.. _initContainers.Select(JsonNode? (container) => Status(container, IsSidecar(container) ? IsRunning(container) : HasInitialized(container)))]);

    /// <summary>The containers' statuses.</summary>
    public JsonArray Statuses => new([.. _containers.Select(JsonNode? (container) => Status(container, IsRunning(container)))]);

    private static string NameOf(Container container) => container.Name ?? "";

    private static bool IsSidecar(Container container) => container.RestartPolicy == nameof(RestartPolicy.Always);

    private ContainerRecord? RecordOf(Container container) => observation.Records.GetValueOrDefault(NameOf(container));

    private bool IsRunning(Container container) => RecordOf(container)?.State == ContainerRunState.Running;

    private bool HasInitialized(Container container) => RecordOf(container) switch
    {
        { State: ContainerRunState.Running } => IsSidecar(container),
        { State: ContainerRunState.Ended, Ended.ExitCode: 0 } => true,
        { State: ContainerRunState.Ended } => IsSidecar(container),
        _ => false,
    };

    private JsonObject Status(Container container, bool isReady)
    {
        var name = NameOf(container);
        var record = RecordOf(container);
        var status = new JsonObject
        {
            ["name"] = name,
            ["state"] = State(container, record),
            ["lastState"] = LastState(name, record),
            ["ready"] = isReady,
            ["restartCount"] = record?.Attempt ?? 0,
            ["image"] = container.Image,
            ["imageID"] = record is null ? "" : $"sha256:{Hash(container.Image ?? "")}",
        };
        if (record is not null)
        {
            status["containerID"] = ContainerId(name, record.Attempt);
        }

        status["started"] = record?.State == ContainerRunState.Running;
        if (container.VolumeMounts is { Count: > 0 } mounts)
        {
            status["volumeMounts"] = new JsonArray([.. mounts.Select(JsonNode? (mount) => Mount(mount))]);
        }

        return status;
    }

    /// <summary>As asked for; a read-only mount is told to be so on its own level alone, which is the default.</summary>
    private static JsonObject Mount(VolumeMount mount)
    {
        var status = new JsonObject { ["name"] = mount.Name, ["mountPath"] = mount.MountPath };
        if (mount.ReadOnly == true)
        {
            status["readOnly"] = true;
            status["recursiveReadOnly"] = "Disabled";
        }

        return status;
    }

    private JsonObject State(Container container, ContainerRecord? record)
    {
        var isLost = observation.IsOver && !HasInitFailed;
        return record switch
        {
            null when isLost => Lost("The container could not be located when the pod was terminated"),
            null => Waiting(container),
            { State: ContainerRunState.Ended, Ended: { } end } => Terminated(NameOf(container), record.Attempt, end),
            _ when observation.IsOver => Lost("The container could not be located when the pod was deleted.  The container used to be Running"),
            { State: ContainerRunState.BackingOff } => new JsonObject
            {
                ["waiting"] = new JsonObject
                {
                    ["reason"] = "CrashLoopBackOff",
                    ["message"] = $"back-off restarting failed container={NameOf(container)} pod={PodText.Of(observation.Pod)}",
                },
            },
            _ => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = record.StartedAt?.ToWireTime() } },
        };
    }

    private JsonObject Waiting(Container container)
    {
        var trouble = observation.Trouble is { } known && (known.Container is null || known.Container == container.Name) ? known : null;
        var waiting = new JsonObject
        {
            ["reason"] = trouble?.Reason ?? (_initContainers.Count > 0 ? "PodInitializing" : "ContainerCreating"),
        };
        if (trouble?.Message is { } message)
        {
            waiting["message"] = message;
        }

        return new JsonObject { ["waiting"] = waiting };
    }

    private static JsonObject Lost(string message) => new()
    {
        ["terminated"] = new JsonObject
        {
            ["exitCode"] = 137,
            ["reason"] = "ContainerStatusUnknown",
            ["message"] = message,
            ["startedAt"] = null,
            ["finishedAt"] = null,
        },
    };

    private JsonObject LastState(string name, ContainerRecord? record) => record switch
    {
        { State: ContainerRunState.BackingOff, Ended: { } end } => Terminated(name, record.Attempt, end),
        { LastEnded: { } last } => Terminated(name, record.Attempt - 1, last),
        _ => [],
    };

    private JsonObject Terminated(string name, int attempt, ContainerEnd end)
    {
        var terminated = new JsonObject
        {
            ["exitCode"] = end.ExitCode,
            ["reason"] = end.Reason,
        };
        if ((end.Message ?? observation.LastWords(name)) is { Length: > 0 } message)
        {
            terminated["message"] = message;
        }

        terminated["startedAt"] = (end.StartedAt ?? DateTimeOffset.UnixEpoch).ToWireTime();
        terminated["finishedAt"] = end.FinishedAt.ToWireTime();
        terminated["containerID"] = ContainerId(name, attempt);
        return new JsonObject { ["terminated"] = terminated };
    }

    private string ContainerId(string name, int attempt) =>
        $"podclip://{Hash(string.Create(CultureInfo.InvariantCulture, $"{observation.Pod.Metadata.Uid}/{name}/{attempt}"))}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
