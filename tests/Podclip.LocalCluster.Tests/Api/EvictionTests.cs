using System.Net;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;
using Podclip.LocalCluster.Tests.Kubelet;

namespace Podclip.LocalCluster.Tests.Api;

/// <summary>Eviction of pods, as recorded from a real server (<c>pod-eviction-create</c>, <c>life-evicted-pods</c>).</summary>
public class EvictionTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";

    [Fact]
    public async Task An_evicted_pod_says_so_hears_TERM_and_goes_and_its_Job_fails()
    {
        await using var cluster = await TestCluster.StartWithKubeletAsync([TestNode.SupervisorProgram, "supervise-pod"]);
        const string Jobs = "/apis/batch/v1/namespaces/default/jobs";
        await cluster.CreateAsync(Jobs, TestJobs.Script("doomed", "trap 'exit 143' TERM; echo up; while :; do sleep 0.05; done"));
        var running = await cluster.WaitForAsync(Pods, list => list.Items("items").Any(p => p.Text("status", "phase") == "Running"));
        var pod = running.Items("items").Single().Text("metadata", "name")!;
        var version = cluster.Cluster.Store.Version;
        var recording = WireRecording.Load("pod-eviction-create");
        var answer = await cluster.SendAsync("POST", $"{Pods}/{pod}/eviction", new JsonObject { ["apiVersion"] = "policy/v1", ["kind"] = "Eviction", ["metadata"] = new JsonObject { ["name"] = pod } });
        Assert.Equal(recording.Status, (int)answer.Status);
        Assert.Equal(WireRecording.Normalize(recording.Answer, keepsStatus: true), WireRecording.Normalize(answer.Json, keepsStatus: true));
        await cluster.WaitForAsync(Pods, list => !list.Items("items").Any());
        var job = await cluster.WaitForAsync($"{Jobs}/doomed", j => j.Items("status", "conditions").Any(c => c.Text("type") == "Failed"));
        Assert.Equal("BackoffLimitExceeded", job.Items("status", "conditions").Last().Text("reason"));

        // What a watcher saw: why it goes, that it goes, and how it ended, with the reason still there.
        var seen = new List<JsonObject>();
        await foreach (var change in cluster.Cluster.Store.WatchAsync(ResourceNames.Pods, version, TestContext.Current.CancellationToken))
        {
            seen.Add(change.Object.Document);
            if (change.Type == StoreEventType.Deleted)
            {
                break;
            }
        }

        Assert.Equal("EvictionByEvictionAPI", Disruption(seen[0]));
        Assert.Null(seen[0].Text("metadata", "deletionTimestamp"));
        Assert.NotNull(seen[1].Text("metadata", "deletionTimestamp"));
        Assert.Equal("EvictionByEvictionAPI", Disruption(seen[^1]));
        Assert.Equal("Failed", seen[^1].Text("status", "phase"));
    }

    [Fact]
    public async Task A_pod_that_is_not_there_or_is_another_is_not_evicted()
    {
        await using var cluster = await TestCluster.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.SendAsync("POST", $"{Pods}/nope/eviction", new JsonObject())).Status);
        await cluster.CreateAsync("/apis/batch/v1/namespaces/default/jobs", TestJobs.Script("j"));
        var pods = await cluster.WaitForAsync(Pods, list => list.Items("items").Any());
        var pod = pods.Items("items").Single().Text("metadata", "name")!;
        var other = new JsonObject { ["deleteOptions"] = new JsonObject { ["preconditions"] = new JsonObject { ["uid"] = "another" } } };
        Assert.Equal(HttpStatusCode.Conflict, (await cluster.SendAsync("POST", $"{Pods}/{pod}/eviction", other)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await cluster.SendAsync("POST", $"{Pods}/{pod}/eviction", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "x" } })).Status);
        var dry = await cluster.SendAsync("POST", $"{Pods}/{pod}/eviction?dryRun=All", new JsonObject());
        Assert.Equal(HttpStatusCode.Created, dry.Status);
        Assert.Null(Disruption((JsonObject)await cluster.GetAsync($"{Pods}/{pod}")));
    }

    private static string? Disruption(JsonObject pod) => pod.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == "DisruptionTarget").Text("reason");
}
