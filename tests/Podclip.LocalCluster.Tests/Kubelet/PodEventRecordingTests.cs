using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

/// <summary>A kubelet's Events beside those of a real v1.32 one in the same situation.</summary>
public sealed partial class PodEventRecordingTests
{
    private const string Image = "registry.invalid/none:1";

    [Fact]
    public async Task Of_an_image_that_cannot_be_pulled()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "true", spec => spec["containers"]![0]!["image"] = Image);
        await node.WaitForEventAsync(e => e == "Warning Failed Error: ImagePullBackOff");

        Compare(node, "imagepull");
    }

    [Fact]
    public async Task Of_a_volume_that_comes_late()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "true", spec => spec["volumes"] = new JsonArray(new JsonObject { ["name"] = "s", ["secret"] = new JsonObject { ["secretName"] = "s2-rec-secretlate-vol-sec" } }));
        await node.WaitForEventAsync(e => e.StartsWith("Warning FailedMount", StringComparison.Ordinal));
        node.CreateSecret("s2-rec-secretlate-vol-sec", ("k", "v"));
        await node.WaitForPhaseAsync("p", "Succeeded");

        Compare(node, "secretlate-vol");
    }

    [Fact]
    public async Task Of_a_variable_that_comes_late()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "true", spec => spec["containers"]![0]!["env"] = new JsonArray(new JsonObject
        {
            ["name"] = "K",
            ["valueFrom"] = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = "s2-rec-secretlate-env-sec", ["key"] = "k" } },
        }));
        await node.WaitForEventAsync(e => e.StartsWith("Warning Failed Error: secret", StringComparison.Ordinal));
        node.CreateSecret("s2-rec-secretlate-env-sec", ("k", "v"));
        await node.WaitForPhaseAsync("p", "Succeeded");

        Compare(node, "secretlate-env");
    }

    private static void Compare(TestNode node, string recording)
    {
        // The real node has no cluster DNS; there is none here either, and nothing is said about it.
        var real = RecordedPodLife.Events(recording).Where(e => e.Text("reportingComponent") == "kubelet" && e.Text("reason") != "MissingClusterDNS");
        var own = node.Store.List(ResourceNames.Events, null).Items.Select(e => (JsonNode)e.Document);
        Assert.Equal(real.Select(Comparable).Order(StringComparer.Ordinal), own.Select(Comparable).Order(StringComparer.Ordinal));
    }

    private static string Comparable(JsonNode recorded)
    {
        var copy = ((JsonObject)recorded).Copy();
        foreach (var member in (string[])["metadata", "firstTimestamp", "lastTimestamp", "count"])
        {
            copy.Remove(member);
        }

        foreach (var member in (string[])["namespace", "name", "uid", "resourceVersion"])
        {
            ((JsonObject)copy["involvedObject"]!).Remove(member);
        }

        copy["source"]!["host"] = "node";
        copy["reportingInstance"] = "node";
        copy["message"] = RegistryAnswer().Replace(ImageName().Replace(copy.Text("message")!, "<image>"), "<refused>");
        return copy.ToJsonString();
    }

    [GeneratedRegex("(localhost/deb:1|127\\.0\\.0\\.1:9/none:1|registry\\.invalid/none:1|(?<=\")host(?=\"))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ImageName();

    [GeneratedRegex("failed to do request: .*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RegistryAnswer();
}
