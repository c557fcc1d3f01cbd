using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

/// <summary>Init containers that keep running (<c>restartPolicy: Always</c>).</summary>
public sealed class SidecarTests
{
    private const string EndsLoudly = "trap 'echo NAME >> /v/ends; exit 0' TERM; echo > /v/NAME; while :; do sleep 0.05; done";

    [Fact]
    public async Task They_end_after_the_containers_in_reverse_order()
    {
        await using var node = await TestNode.StartAsync();
        Run(node, "echo main >> /v/ends; sleep 0.2; cat /v/ends", Sidecar("one"), Sidecar("two"));

        var pod = await node.WaitForPhaseAsync("p", "Succeeded");

        Assert.Equal("main\n", await node.LogAsync("p"));
        var ends = pod.Items("status", "initContainerStatuses").ToDictionary(c => c.Text("name")!, c => c["state"]!["terminated"]!, StringComparer.Ordinal);
        Assert.Equal(0, ends["one"].Number("exitCode"));
        Assert.True(ends["one"].Time("finishedAt") >= ends["two"].Time("finishedAt"));
    }

    [Fact]
    public async Task The_last_ends_before_the_first_is_asked_to()
    {
        await using var node = await TestNode.StartAsync();
        var first = TestNode.Script("one", "trap 'cat /v/ends; exit 0' TERM; echo > /v/one; while :; do sleep 0.05; done");
        first["restartPolicy"] = "Always";
        Run(node, "until [ -e /v/one ] && [ -e /v/two ]; do sleep 0.05; done; echo main >> /v/ends", first, Sidecar("two"));

        await node.WaitForPhaseAsync("p", "Succeeded");

        Assert.Equal("main\ntwo\n", await node.LogAsync("p", container: "one"));
    }

    [Fact]
    public async Task They_are_started_and_ready_while_they_run_and_do_not_hold_the_others_up()
    {
        await using var node = await TestNode.StartAsync();
        var since = node.Store.Version;
        Run(node, "until [ -e /v/go ]; do sleep 0.05; done", Sidecar("side"), TestNode.Script("after", "until [ -e /v/side ]; do sleep 0.05; done"), Sidecar("late"));

        var pod = await node.WaitForPhaseAsync("p", "Running", since);
        pod = await node.WaitAsync("p", p => p.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True"), since);

        var statuses = pod.Items("status", "initContainerStatuses").ToList();
        Assert.Equal(["running", "terminated", "running"], statuses.Select(c => ((JsonObject)c["state"]!).Single().Key));
        Assert.Equal([(true, true), (true, false), (true, true)], statuses.Select(c => (c.Flag("ready"), c.Flag("started"))));
        var before = node.Delete("p", 5);
        await node.WaitForPhaseAsync("p", "Failed", before);
        await node.WaitForRemovalAsync("p");
    }

    [Fact]
    public async Task A_pod_with_a_sidecar_that_cannot_start_can_be_deleted()
    {
        await using var node = await TestNode.StartAsync();
        var broken = Sidecar("broken");
        broken["command"] = new JsonArray("/no/such/program");
        Run(node, "true", broken);
        await node.WaitAsync("p", p => p.Items("status", "initContainerStatuses").Any(c => c.Text("state", "waiting", "reason") == "CrashLoopBackOff"));

        node.Delete("p", 30);

        await node.WaitForRemovalAsync("p");
    }

    [Fact]
    public async Task One_that_does_not_listen_is_killed_after_the_pod_s_grace_period()
    {
        await using var node = await TestNode.StartAsync();
        var deaf = Sidecar("deaf");
        deaf["command"] = new JsonArray("/bin/sh", "-c", "trap '' TERM; echo > /v/deaf; while :; do sleep 0.05; done");
        Run(node, "until [ -e /v/deaf ]; do sleep 0.05; done", spec => spec["terminationGracePeriodSeconds"] = 1, deaf);

        var pod = await node.WaitForPhaseAsync("p", "Succeeded");

        Assert.Equal(137, pod.Items("status", "initContainerStatuses").Single().Number("state", "terminated", "exitCode"));
    }

    private static JsonObject Sidecar(string name)
    {
        var sidecar = TestNode.Script(name, EndsLoudly.Replace("NAME", name, StringComparison.Ordinal));
        sidecar["restartPolicy"] = "Always";
        return sidecar;
    }

    private static void Run(TestNode node, string script, params JsonObject[] initContainers) => Run(node, script, _ => { }, initContainers);

    private static void Run(TestNode node, string script, Action<JsonObject> change, params JsonObject[] initContainers) => node.RunScript("p", script, spec =>
    {
        spec["volumes"] = new JsonArray(new JsonObject { ["name"] = "v", ["emptyDir"] = new JsonObject() });
        spec["initContainers"] = new JsonArray([.. initContainers]);
        foreach (var container in initContainers.Append((JsonObject)spec["containers"]![0]!))
        {
            container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "v", ["mountPath"] = "/v" });
        }

        change(spec);
    });
}
