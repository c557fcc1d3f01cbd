using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;
using Podclip.LocalCluster.Tests.Kubelet;

namespace Podclip.LocalCluster.Tests.Scheduling;

/// <summary>Pods that wait for a place, and get it.</summary>
public sealed class SchedulerTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Node = "/api/v1/nodes/local";
    private const string MergePatch = "application/merge-patch+json";

    [Fact]
    public async Task A_pod_without_room_waits_with_an_Event_like_the_recorded_one()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Pods, Pod("p", cpu: "100"));

        await WaitingAsync(cluster, "p", "Insufficient cpu");

        var events = await cluster.WaitForAsync("/api/v1/namespaces/default/events", l => l.Items("items").Any(e => e.Text("reason") == "FailedScheduling"));
        var recorded = RecordedPodLife.Events("unschedulable").First(e => e.Text("reason") == "FailedScheduling");
        Assert.Equal(Comparable(recorded), Comparable(events.Items("items").First(e => e.Text("reason") == "FailedScheduling")));
    }

    [Fact]
    public async Task The_next_pod_gets_the_room_of_one_that_ends()
    {
        await using var cluster = await TestCluster.StartAsync();
        await SetAllocatableAsync(cluster, new JsonObject { ["example.com/seat"] = "1" });
        await cluster.CreateAsync(Pods, Pod("first", ("example.com/seat", "1")));
        await BoundAsync(cluster, "first");
        await cluster.CreateAsync(Pods, Pod("second", ("example.com/seat", "1")));
        await WaitingAsync(cluster, "second", "Insufficient example.com/seat");

        cluster.Kubelet.SetEnded("default", "first", 0);

        var pod = await BoundAsync(cluster, "second");
        var condition = pod.Items("status", "conditions").Single(c => c.Text("type") == "PodScheduled");
        Assert.Equal(["type", "status", "lastProbeTime", "lastTransitionTime"], condition.Select(member => member.Key));
        Assert.Equal("True", condition.Text("status"));
    }

    [Fact]
    public async Task A_pod_gets_its_place_when_the_node_grows()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Pods, Pod("p", cpu: "100"));
        await WaitingAsync(cluster, "p", "Insufficient cpu");

        await SetAllocatableAsync(cluster, new JsonObject { ["cpu"] = "128" });

        await BoundAsync(cluster, "p");
    }

    [Fact]
    public async Task A_cordoned_node_takes_no_pod_until_it_is_uncordoned()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.SendAsync("PATCH", Node, new JsonObject { ["spec"] = new JsonObject { ["unschedulable"] = true } }, MergePatch);
        await cluster.CreateAsync(Pods, Pod("p", cpu: "1m"));
        await WaitingAsync(cluster, "p", "1 node(s) were unschedulable");

        await cluster.SendAsync("PATCH", Node, new JsonObject { ["spec"] = new JsonObject { ["unschedulable"] = null } }, MergePatch);

        await BoundAsync(cluster, "p");
    }

    [Fact]
    public async Task A_gated_pod_is_not_tried_before_its_gates_are_gone()
    {
        await using var cluster = await TestCluster.StartAsync();
        var gated = Pod("gated", cpu: "1m");
        gated["spec"]!["schedulingGates"] = new JsonArray(new JsonObject { ["name"] = "example.com/wait" });
        await cluster.CreateAsync(Pods, gated);
        var waiting = await cluster.WaitForAsync($"{Pods}/gated", p => p.Items("status", "conditions").Any());
        Assert.Equal(
            ("SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates"),
            (waiting.Items("status", "conditions").Single().Text("reason"), waiting.Items("status", "conditions").Single().Text("message")));
        await cluster.CreateAsync(Pods, Pod("later", cpu: "1m"));
        await BoundAsync(cluster, "later");
        Assert.Null((await cluster.GetAsync($"{Pods}/gated")).Text("spec", "nodeName"));

        var answer = await cluster.SendAsync("PATCH", $"{Pods}/gated", new JsonObject { ["spec"] = new JsonObject { ["schedulingGates"] = null } }, MergePatch);

        Assert.Equal(System.Net.HttpStatusCode.OK, answer.Status);
        await BoundAsync(cluster, "gated");
    }

    [Fact]
    public async Task The_node_has_what_a_pod_can_ask_for()
    {
        await using var cluster = await TestCluster.StartAsync();
        var allocatable = (JsonObject)(await cluster.GetAsync(Node)).At("status", "allocatable")!;
        Assert.Equal(["cpu", "ephemeral-storage", "memory", "pods"], allocatable.Select(a => a.Key).Order(StringComparer.Ordinal));
        await cluster.CreateAsync(Pods, Pod("p", ("cpu", "1m"), ("memory", "1Mi"), ("ephemeral-storage", "1Mi")));
        await BoundAsync(cluster, "p");
    }

    private static Task<JsonNode> WaitingAsync(TestCluster cluster, string pod, string problem) => cluster.WaitForAsync(
        $"{Pods}/{pod}",
        p => p.Items("status", "conditions").Any(c => c.Text("reason") == "Unschedulable" && c.Text("message")!.Contains(problem, StringComparison.Ordinal)));

    private static Task<JsonNode> BoundAsync(TestCluster cluster, string pod) => cluster.WaitForAsync($"{Pods}/{pod}", p => p.Text("spec", "nodeName") == "local");

    private static Task<ApiAnswer> SetAllocatableAsync(TestCluster cluster, JsonObject allocatable) =>
        cluster.SendAsync("PATCH", $"{Node}/status", new JsonObject { ["status"] = new JsonObject { ["allocatable"] = allocatable } }, MergePatch);

    private static JsonObject Pod(string name, string cpu) => Pod(name, ("cpu", cpu));

    private static JsonObject Pod(string name, params (string Resource, string Amount)[] requests)
    {
        var amounts = new JsonObject(requests.Select(r => KeyValuePair.Create(r.Resource, (JsonNode?)r.Amount)));
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject
                {
                    ["name"] = "main",
                    ["image"] = "host:1",
                    ["resources"] = new JsonObject { ["requests"] = amounts, ["limits"] = amounts.DeepClone() },
                }),
            },
        };
    }

    private static string Comparable(JsonNode recorded)
    {
        var copy = ((JsonObject)recorded).Copy();
        copy.Remove("kind");
        copy.Remove("apiVersion");
        copy.Remove("metadata");
        copy.Remove("eventTime");
        copy.Remove("series");
        foreach (var member in (string[])["namespace", "name", "uid", "resourceVersion"])
        {
            ((JsonObject)copy["involvedObject"]!).Remove(member);
        }

        return copy.ToJsonString().Replace("default-scheduler-localhost", "default-scheduler-local", StringComparison.Ordinal);
    }
}
