using System.Text.Json.Nodes;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

/// <summary>Beside the others, because a container waits ten seconds before its second run.</summary>
public sealed class PodRestartTests
{
    [Fact]
    public async Task A_failed_container_is_started_again_where_its_pod_wants_that()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "echo run >> /v/runs; wc -l < /v/runs; [ $(wc -l < /v/runs) -ge 2 ]", spec =>
        {
            spec["volumes"] = new JsonArray(new JsonObject { ["name"] = "v", ["emptyDir"] = new JsonObject() });
            spec["containers"]![0]!["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "v", ["mountPath"] = "/v" });
            spec["restartPolicy"] = "OnFailure";
        });

        var waiting = await node.WaitAsync("p", pod => pod["status"]?["containerStatuses"]?[0]?["state"]?["waiting"].Text("reason") == "CrashLoopBackOff");
        Assert.Equal(1, waiting["status"]!["containerStatuses"]![0]!["lastState"].Number("terminated", "exitCode"));
        Assert.Equal("Running", waiting.Text("status", "phase"));
        var pod = await node.WaitForPhaseAsync("p", "Succeeded");
        Assert.Equal(1, pod["status"]!["containerStatuses"]![0].Number("restartCount"));
        Assert.Equal("Error", pod["status"]!["containerStatuses"]![0]!["lastState"].Text("terminated", "reason"));
        Assert.Equal(("1\n", "2\n"), (await node.LogAsync("p", new PodLogQuery { Previous = true }), await node.LogAsync("p")));
    }
}
