using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Nodes;

/// <summary>Writes the Node object of this machine.</summary>
internal static class NodeRegistration
{
    private const int MostPods = 110;

    /// <summary>Tells users and tests whether a container that takes more memory than its limit is killed here.</summary>
    private const string MemoryLimits = "podclip.dev/memory-limits";

    /// <summary>Creates or refreshes the Node, ready and with this machine's processors, memory and disk. What users have set of its spec stays.</summary>
    /// <param name="store">The cluster's objects.</param>
    /// <param name="stateDirectory">Where pods write; its disk is the node's.</param>
    /// <param name="timeProvider">The clock.</param>
    public static void Apply(ObjectStore store, string stateDirectory, TimeProvider timeProvider)
    {
        var status = Status(stateDirectory, timeProvider.GetUtcNow());
        var created = store.TryCreate(ResourceNames.Nodes, "", new JsonObject
        {
            ["kind"] = "Node",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject
            {
                ["name"] = LocalNode.Name,
                ["labels"] = new JsonObject
                {
                    ["kubernetes.io/hostname"] = LocalNode.Name,
                    ["kubernetes.io/os"] = "linux",
                    ["kubernetes.io/arch"] = Architecture,
                    ["node-role.kubernetes.io/control-plane"] = "",
                },
                ["annotations"] = new JsonObject { [MemoryLimits] = HasMemoryLimits },
            },
            ["spec"] = new JsonObject(),
            ["status"] = status,
        });
        if (created is null)
        {
            store.Update(ResourceNames.Nodes, "", LocalNode.Name, node =>
            {
                node["status"] = status.DeepClone();
                if (node["metadata"]!["annotations"] is not JsonObject annotations)
                {
                    node["metadata"]!["annotations"] = annotations = [];
                }

                annotations[MemoryLimits] = HasMemoryLimits;
                return true;
            });
        }
    }

    private static string HasMemoryLimits => MemoryGroup.IsAvailable ? "enforced" : "none";

    private static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static JsonObject Status(string stateDirectory, DateTimeOffset now)
    {
        var capacity = new JsonObject
        {
            ["cpu"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
            ["ephemeral-storage"] = $"{new DriveInfo(stateDirectory).TotalSize >> 10}Ki",
            ["memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 10}Ki",
            ["pods"] = MostPods.ToString(CultureInfo.InvariantCulture),
        };
        return new JsonObject
        {
            ["capacity"] = capacity,
            ["allocatable"] = capacity.DeepClone(),
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Ready",
                ["status"] = "True",
                ["lastHeartbeatTime"] = now.ToWireTime(),
                ["lastTransitionTime"] = now.ToWireTime(),
                ["reason"] = "KubeletReady",
                ["message"] = "kubelet is posting ready status",
            }),
            ["addresses"] = new JsonArray(
                new JsonObject { ["type"] = "InternalIP", ["address"] = "127.0.0.1" },
                new JsonObject { ["type"] = "Hostname", ["address"] = LocalNode.Name }),
            ["nodeInfo"] = new JsonObject
            {
                ["operatingSystem"] = "linux",
                ["architecture"] = Architecture,
                ["osImage"] = RuntimeInformation.OSDescription,
                ["kernelVersion"] = Environment.OSVersion.Version.ToString(),
                ["kubeletVersion"] = "v1.32.13",
                ["containerRuntimeVersion"] = "bubblewrap://0",
                ["machineID"] = "",
                ["systemUUID"] = "",
                ["bootID"] = "",
                ["kubeProxyVersion"] = "",
            },
        };
    }
}
