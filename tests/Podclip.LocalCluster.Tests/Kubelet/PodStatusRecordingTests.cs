using System.Text.Json;
using System.Text.Json.Nodes;
using Podclip.Kubernetes.Serialization;
using Podclip.LocalCluster.Kubelet.Pods;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

/// <summary>The status of a pod beside what a real v1.32 kubelet wrote in the same situation.</summary>
public sealed class PodStatusRecordingTests
{
    [Theory]
    [InlineData("life-success-init-pods")]
    [InlineData("life-init-fail-pods")]
    [InlineData("life-start-error-pods")]
    [InlineData("life-createcontainerconfigerror-pods")]
    [InlineData("life-pod-deleted-term-pods")]
    public void A_status_has_the_fields_and_values_of_a_real_one(string recording)
    {
        var compared = 0;
        var frames = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recordings", $"{recording}.json")))!;
        foreach (var frame in frames.At("response").Items("frames"))
        {
            var pod = (JsonObject)frame["event"]!["object"]!;
            var real = (JsonObject)pod["status"]!;
            if (!real.ContainsKey("containerStatuses") || IsBetween(real))
            {
                continue;
            }

            var built = PodStatusBuilder.Build(Observe(pod, real));

            Assert.Equal(Comparable(real).ToJsonString(), Comparable(built).ToJsonString());
            compared++;
        }

        Assert.InRange(compared, 2, 20);
    }

    /// <summary>A real kubelet shows for a moment that all has ended and the phase not yet; here both come at once.</summary>
    private static bool IsBetween(JsonObject status) =>
        !(status.Text("phase") is "Succeeded" or "Failed")
        && (status.Items("containerStatuses").All(c => c.At("state", "terminated") is not null)
            || status.Items("initContainerStatuses").Any(c => c.Number("state", "terminated", "exitCode") is not (0 or null)));

    private static PodObservation Observe(JsonObject pod, JsonObject real)
    {
        var all = real.Items("initContainerStatuses").Concat(real.Items("containerStatuses")).ToList();
        var trouble = all.FirstOrDefault(c => c.Text("state", "waiting", "message") is not null);
        return new PodObservation
        {
            Pod = JsonSerializer.Deserialize(pod, KubernetesJson.Default.Pod)!,
            PreviousStatus = real,
            Records = all.Where(c => RecordOf(c) is not null).ToDictionary(c => c.Text("name")!, c => RecordOf(c)!, StringComparer.Ordinal),
            Trouble = trouble is null
                ? null
                : new ContainerTrouble(trouble.Text("name"), trouble.Text("state", "waiting", "reason")!, trouble.Text("state", "waiting", "message")),
            HasSandbox = real.Items("conditions").Any(c => c.Text("type") == "PodReadyToStartContainers" && c.Text("status") == "True"),
            IsOver = real.Text("phase") is "Succeeded" or "Failed",
            Now = DateTimeOffset.UnixEpoch,
        };
    }

    private static ContainerRecord? RecordOf(JsonNode status)
    {
        if (status.At("state", "running") is { } running)
        {
            return new ContainerRecord(0, ContainerRunState.Running, running.Time("startedAt"), null, null);
        }

        return status.At("state", "terminated") is { } ended && ended.Time("finishedAt") is { } finished
            ? new ContainerRecord(
                0,
                ContainerRunState.Ended,
                ended.Time("startedAt"),
                new ContainerEnd((int)ended.Number("exitCode")!, ended.Text("reason")!, ended.Text("message"), ended.Time("startedAt"), finished),
                null)
            : null;
    }

    /// <summary>What must agree: not addresses, ids, the times of transitions, or the list of mounts, which the kubelet does not repeat here.</summary>
    private static JsonObject Comparable(JsonObject status)
    {
        var copy = status.Copy();
        foreach (var name in (string[])["podIP", "podIPs", "hostIP", "hostIPs"])
        {
            copy.Remove(name);
        }

        foreach (var container in copy.Items("initContainerStatuses").Concat(copy.Items("containerStatuses")))
        {
            container.Remove("volumeMounts");
            container.Remove("imageID");
            container.Remove("containerID");
            (container.At("state", "terminated") as JsonObject)?.Remove("containerID");
        }

        foreach (var condition in copy.Items("conditions"))
        {
            condition.Remove("lastTransitionTime");
            condition.Remove("lastProbeTime");
        }

        // The order of members means nothing.
        return new JsonObject(copy.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
    }
}
