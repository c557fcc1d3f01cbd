using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Controllers;

/// <summary>What goes with what.</summary>
public class DeletionTests
{
    private const string Jobs = "/apis/batch/v1/namespaces/default/jobs";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Secrets = "/api/v1/namespaces/default/secrets";

    private static JsonObject Secret(string name, params JsonNode[] owners) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["ownerReferences"] = new JsonArray([.. owners.Select(o => o.DeepClone())]) },
    };

    private static JsonObject Owner(JsonNode job, bool blocks = false) => new()
    {
        ["apiVersion"] = "batch/v1", ["kind"] = "Job", ["name"] = job.Text("metadata", "name"), ["uid"] = job.Text("metadata", "uid"), ["blockOwnerDeletion"] = blocks,
    };

    private static async Task GoneAsync(TestCluster cluster, string list) => await cluster.WaitForAsync(list, l => !l.Items("items").Any());

    private static async Task<(JsonNode Job, string Pod)> RunningAsync(TestCluster cluster)
    {
        var job = await cluster.CreateAsync(Jobs, TestJobs.Script("j"));
        var list = await cluster.WaitForAsync(Pods, l => l.Items("items").Any(p => p.Text("spec", "nodeName") is not null));
        var pod = list.Items("items").Single().Text("metadata", "name")!;
        cluster.Kubelet.SetRunning("default", pod);
        await cluster.WaitForAsync($"{Jobs}/j", j => j.Number("status", "ready") == 1);
        return (job, pod);
    }

    [Fact]
    public async Task A_Secret_goes_soon_after_the_Job_that_owns_it()
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.CreateAsync(Jobs, TestJobs.Script("j", change: s => s["suspend"] = true));
        await cluster.CreateAsync(Secrets, Secret("s", Owner(job)));
        var start = Stopwatch.GetTimestamp();
        await cluster.SendAsync("DELETE", $"{Jobs}/j?propagationPolicy=Background");
        await GoneAsync(cluster, Secrets);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_Secret_whose_owner_was_gone_before_it_came_is_collected()
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.CreateAsync(Jobs, TestJobs.Script("j", change: s => s["suspend"] = true));
        await cluster.SendAsync("DELETE", $"{Jobs}/j?propagationPolicy=Background");
        await cluster.CreateAsync(Secrets, Secret("late", Owner(job)));
        await GoneAsync(cluster, Secrets);
    }

    [Fact]
    public async Task One_living_owner_is_enough_and_the_other_is_forgotten()
    {
        await using var cluster = await TestCluster.StartAsync();
        var kept = await cluster.CreateAsync(Jobs, TestJobs.Script("kept", change: s => s["suspend"] = true));
        var lost = await cluster.CreateAsync(Jobs, TestJobs.Script("lost", change: s => s["suspend"] = true));
        await cluster.CreateAsync(Secrets, Secret("s", Owner(kept), Owner(lost)));
        await cluster.SendAsync("DELETE", $"{Jobs}/lost?propagationPolicy=Background");
        var secret = await cluster.WaitForAsync($"{Secrets}/s", s => s.Items("metadata", "ownerReferences").Count() == 1);
        Assert.Equal("kept", secret.Items("metadata", "ownerReferences").Single().Text("name"));
    }

    /// <summary>The steps of life-job-deleted-midrun-pods.</summary>
    [Fact]
    public async Task Deleting_a_Job_in_the_background_marks_its_pod_and_the_kubelet_ends_it()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (job, pod) = await RunningAsync(cluster);
        using var watch = await WatchStream.OpenAsync(cluster, $"{Pods}?watch=true&resourceVersion={cluster.Cluster.Store.Version}");
        var answer = await cluster.SendAsync("DELETE", $"{Jobs}/j", new JsonObject { ["propagationPolicy"] = "Background" });
        Assert.Equal(("Status", job.Text("metadata", "uid")), (answer.Json.Text("kind"), answer.Json.Text("details", "uid")));
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.SendAsync("GET", $"{Jobs}/j")).Status);
        var events = await watch.UntilAsync(e => e.Text("object", "metadata", "deletionTimestamp") is not null && !e.Texts("object", "metadata", "finalizers").Any());
        cluster.Kubelet.SetEnded("default", pod, 143);
        cluster.Kubelet.Confirm("default", pod);
        events.AddRange(await watch.UntilAsync(e => e.Text("type") == "DELETED"));
        Assert.Equal(["MODIFIED", "MODIFIED", "MODIFIED", "MODIFIED", "DELETED"], events.Select(e => e.Text("type")!));
        Assert.Equal([30L, 30L, 0L, 0L], events.Skip(1).Select(e => e.Number("object", "metadata", "deletionGracePeriodSeconds")!.Value));
    }

    [Fact]
    public async Task Deleting_a_Job_in_the_foreground_waits_for_its_pod_but_not_for_what_does_not_block()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (job, pod) = await RunningAsync(cluster);
        await cluster.CreateAsync(Secrets, Secret("s", Owner(job)));
        var answer = await cluster.SendAsync("DELETE", $"{Jobs}/j?propagationPolicy=Foreground");
        Assert.Equal("foregroundDeletion", answer.Json.Texts("metadata", "finalizers").Single());
        await GoneAsync(cluster, Secrets);
        await cluster.WaitForAsync($"{Pods}/{pod}", p => p.Text("metadata", "deletionTimestamp") is not null && !p.Texts("metadata", "finalizers").Any());
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("GET", $"{Jobs}/j")).Status);
        cluster.Kubelet.Confirm("default", pod);
        await GoneAsync(cluster, Jobs);
    }

    [Fact]
    public async Task A_Job_deleted_without_a_word_leaves_its_pod_running_and_warns()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (_, pod) = await RunningAsync(cluster);
        var answer = await cluster.SendAsync("DELETE", $"{Jobs}/j");
        Assert.Contains("child pods are preserved by default", answer.Headers["Warning"], StringComparison.Ordinal);
        await GoneAsync(cluster, Jobs);
        var free = await cluster.WaitForAsync($"{Pods}/{pod}", p => p.At("metadata", "ownerReferences") is null && p.At("metadata", "finalizers") is null);
        Assert.Null(free.Text("metadata", "deletionTimestamp"));
    }

    [Fact]
    public async Task Preconditions_protect_what_is_not_meant()
    {
        await using var cluster = await TestCluster.StartAsync();
        var secret = await cluster.CreateAsync(Secrets, Secret("s"));
        JsonObject Options(string member, string? value) => new() { ["preconditions"] = new JsonObject { [member] = value } };
        Assert.Equal(HttpStatusCode.Conflict, (await cluster.SendAsync("DELETE", $"{Secrets}/s", Options("uid", "other"))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await cluster.SendAsync("DELETE", $"{Secrets}/s", Options("resourceVersion", "1"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await cluster.SendAsync("DELETE", $"{Secrets}/s", Options("uid", secret.Text("metadata", "uid")))).Status);
    }

    [Fact]
    public async Task A_collection_is_deleted_by_labels()
    {
        await using var cluster = await TestCluster.StartAsync();
        foreach (var (name, label) in new[] { ("a", "x"), ("b", "y"), ("c", "x") })
        {
            var secret = Secret(name);
            secret["metadata"]!["labels"] = new JsonObject { ["l"] = label };
            await cluster.CreateAsync(Secrets, secret);
        }

        var answer = await cluster.SendAsync("DELETE", $"{Secrets}?labelSelector=l%3Dx");
        Assert.Equal(["a", "c"], answer.Json.Items("items").Select(i => i.Text("metadata", "name")!));
        Assert.Equal(["b"], (await cluster.GetAsync(Secrets)).Items("items").Select(i => i.Text("metadata", "name")!));
    }

    [Fact]
    public async Task Pods_that_no_container_runs_in_go_at_once()
    {
        await using var cluster = await TestCluster.StartAsync();
        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "p" },
            ["spec"] = new JsonObject { ["schedulerName"] = "none", ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i" }) },
        };
        await cluster.CreateAsync(Pods, pod);
        Assert.Equal("Pod", (await cluster.SendAsync("DELETE", $"{Pods}/p")).Json.Text("kind"));
        Assert.Equal(HttpStatusCode.NotFound, (await cluster.SendAsync("GET", $"{Pods}/p")).Status);
    }

    [Fact]
    public async Task A_namespace_takes_everything_along_and_takes_in_nothing_more()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "mine" } });
        await cluster.WaitForAsync("/api/v1/namespaces/mine/serviceaccounts/default", _ => true);
        await cluster.CreateAsync("/api/v1/namespaces/mine/secrets", Secret("s"));
        await cluster.CreateAsync("/apis/batch/v1/namespaces/mine/jobs", TestJobs.Script("j"));
        var list = await cluster.WaitForAsync("/api/v1/namespaces/mine/pods", l => l.Items("items").Any(p => p.Text("spec", "nodeName") is not null));
        var pod = list.Items("items").Single().Text("metadata", "name")!;
        var answer = await cluster.SendAsync("DELETE", "/api/v1/namespaces/mine");
        Assert.Equal("Terminating", answer.Json.Text("status", "phase"));
        await cluster.WaitForAsync($"/api/v1/namespaces/mine/pods/{pod}", p => p.Text("metadata", "deletionTimestamp") is not null && !p.Texts("metadata", "finalizers").Any());
        var refused = await cluster.SendAsync("POST", "/api/v1/namespaces/mine/secrets", Secret("late"));
        Assert.Equal((HttpStatusCode.Forbidden, "NamespaceTerminating"), (refused.Status, refused.Json.Items("details", "causes").Single().Text("reason")));
        cluster.Kubelet.Confirm("mine", pod);
        await cluster.WaitForAsync("/api/v1/namespaces", l => l.Items("items").All(n => n.Text("metadata", "name") != "mine"));
        Assert.Empty((await cluster.GetAsync("/api/v1/secrets")).Items("items"));
    }

    [Fact]
    public async Task A_claim_is_bound_for_its_first_pod_and_kept_while_a_pod_uses_it()
    {
        await using var cluster = await TestCluster.StartAsync();
        const string Claims = "/api/v1/namespaces/default/persistentvolumeclaims";
        var job = TestJobs.Script("j", change: s => s["template"]!["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "v", ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = "home" } }));
        await cluster.CreateAsync(Jobs, job);
        var waiting = await cluster.WaitForAsync(Pods, l => l.Items("items").Any(p => p.Items("status", "conditions").Any(c => c.Text("reason") == "Unschedulable")));
        Assert.StartsWith("0/1 nodes are available: persistentvolumeclaim \"home\" not found.", waiting.Items("items").Single().Items("status", "conditions").Single().Text("message"), StringComparison.Ordinal);
        await cluster.CreateAsync(Claims, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "home" },
            ["spec"] = new JsonObject { ["accessModes"] = new JsonArray("ReadWriteOnce"), ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = "1Gi" } } },
        });
        var bound = await cluster.WaitForAsync($"{Claims}/home", c => c.Text("status", "phase") == "Bound");
        Assert.Equal("1Gi", bound.Text("status", "capacity", "storage"));
        var pods = await cluster.WaitForAsync(Pods, l => l.Items("items").Any(p => p.Text("spec", "nodeName") is not null));
        await cluster.SendAsync("DELETE", $"{Claims}/home");
        Assert.Equal("kubernetes.io/pvc-protection", (await cluster.GetAsync($"{Claims}/home")).Texts("metadata", "finalizers").Single());
        cluster.Kubelet.SetEnded("default", pods.Items("items").Single().Text("metadata", "name")!, 0);
        await GoneAsync(cluster, Claims);
    }

    [Fact]
    public async Task Events_are_forgotten_after_an_hour()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var cluster = await TestCluster.StartAsync(timeProvider: clock);
        await cluster.CreateAsync(Jobs, TestJobs.Script("j"));
        await cluster.WaitForAsync("/api/v1/events", l => l.Items("items").Count() == 2);
        clock.Advance(TimeSpan.FromMinutes(61));
        await GoneAsync(cluster, "/api/v1/events");
    }
}
