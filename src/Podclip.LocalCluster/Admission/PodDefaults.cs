using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>What the real server fills into a pod's spec.</summary>
internal static class PodDefaults
{
    private const int DefaultMode = 0b110_100_100;

    /// <summary>The defaults that pods and pod templates share.</summary>
    public static void ApplyToTemplate(JsonObject spec)
    {
        spec.Default("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("securityContext", new JsonObject());
        spec.Default("schedulerName", "default-scheduler");
        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
        {
            spec["serviceAccount"] = account;
        }
        else if (spec.Text("serviceAccount") is { Length: > 0 } older)
        {
            spec["serviceAccountName"] = older;
        }

        foreach (var volume in spec.Items("volumes"))
        {
            ApplyToVolume(volume);
        }

        foreach (var container in spec.Items("initContainers").Concat(spec.Items("containers")))
        {
            ApplyToContainer(container);
        }
    }

    /// <summary>What a new pod gets beyond its template.</summary>
    public static void ApplyToNewPod(JsonObject pod)
    {
        var spec = pod.Child("spec");
        spec.Default("serviceAccountName", "default");
        spec["serviceAccount"] = spec.Text("serviceAccountName");
        spec.Default("priority", 0);
        spec.Default("enableServiceLinks", true);
        spec.Default("preemptionPolicy", "PreemptLowerPriority");
        var tolerations = spec.ChildArray("tolerations");
        AddToleration(tolerations, "node.kubernetes.io/not-ready");
        AddToleration(tolerations, "node.kubernetes.io/unreachable");
        foreach (var container in spec.Items("initContainers").Concat(spec.Items("containers")))
        {
            FillRequests(container);
        }

        pod["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = PodQuality.Of(spec) };
    }

    private static void AddToleration(JsonArray tolerations, string key)
    {
        if (!tolerations.OfType<JsonObject>().Any(t => t.Text("key") == key || (t.Text("key") is null && t.Text("operator") == "Exists")))
        {
            tolerations.Add((JsonNode)new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
        }
    }

    private static void ApplyToContainer(JsonObject container)
    {
        container.Default("resources", new JsonObject());
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        container.Default("imagePullPolicy", IsLatest(container.Text("image") ?? "") ? "Always" : "IfNotPresent");
        foreach (var port in container.Items("ports"))
        {
            port.Default("protocol", "TCP");
        }

        foreach (var variable in container.Items("env"))
        {
            (variable.At("valueFrom", "fieldRef") as JsonObject)?.Default("apiVersion", "v1");
        }

        foreach (var name in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container[name] is JsonObject probe)
            {
                probe.Default("timeoutSeconds", 1);
                probe.Default("periodSeconds", 10);
                probe.Default("successThreshold", 1);
                probe.Default("failureThreshold", 3);
            }
        }
    }

    private static bool IsLatest(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
        {
            return false;
        }

        var colon = image.IndexOf(':', image.LastIndexOf('/') + 1);
        return colon < 0 || image[(colon + 1)..] == "latest";
    }

    private static void ApplyToVolume(JsonObject volume)
    {
        if (volume.Count == 1)
        {
            volume["emptyDir"] = new JsonObject();
        }

        (volume["secret"] as JsonObject)?.Default("defaultMode", DefaultMode);
        (volume["configMap"] as JsonObject)?.Default("defaultMode", DefaultMode);
        (volume["downwardAPI"] as JsonObject)?.Default("defaultMode", DefaultMode);
        (volume["projected"] as JsonObject)?.Default("defaultMode", DefaultMode);
        (volume["hostPath"] as JsonObject)?.Default("type", "");
        foreach (var source in volume.Items("projected", "sources"))
        {
            (source["serviceAccountToken"] as JsonObject)?.Default("expirationSeconds", 3600);
        }

        foreach (var file in volume.Items("downwardAPI", "items"))
        {
            (file["fieldRef"] as JsonObject)?.Default("apiVersion", "v1");
        }
    }

    /// <summary>A limit without a request asks for as much.</summary>
    private static void FillRequests(JsonObject container)
    {
        if (container.At("resources", "limits") is not JsonObject limits)
        {
            return;
        }

        var requests = container.Child("resources").Child("requests");
        foreach (var (name, value) in limits)
        {
            if (value is not null && requests[name] is null)
            {
                requests[name] = value.DeepClone();
            }
        }
    }
}
