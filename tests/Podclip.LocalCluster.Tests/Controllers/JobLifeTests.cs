using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Controllers;

/// <summary>Jobs from creation to end, as the <c>life-*</c> recordings show them; the test plays the kubelet.</summary>
public class JobLifeTests
{
    private const string Jobs = "/apis/batch/v1/namespaces/default/jobs";
    private const string Pods = "/api/v1/namespaces/default/pods";

    private static readonly string[] ToSuccess =
    [
        "ADDED {}",
        "MODIFIED {active:1,terminating:0,ready:0}",
        "MODIFIED {active:1,terminating:0,ready:1}",
        "MODIFIED {SuccessCriteriaMet=CompletionsReached,uncountedSucceeded,terminating:0,ready:0}",
        "MODIFIED {SuccessCriteriaMet=CompletionsReached,Complete=CompletionsReached,succeeded:1,terminating:0,ready:0}",
    ];

    /// <summary>A Job's status in one line: conditions that are True, then the members that count.</summary>
    private static string Short(JsonNode change)
    {
        var status = change.At("object", "status");
        var parts = status.Items("conditions").Where(c => c.Text("status") == "True").Select(c => $"{c.Text("type")}={c.Text("reason")}").ToList();
        parts.AddRange(status.Texts("uncountedTerminatedPods", "succeeded").Select(_ => "uncountedSucceeded"));
        parts.AddRange(status.Texts("uncountedTerminatedPods", "failed").Select(_ => "uncountedFailed"));
        foreach (var member in (string[])["active", "succeeded", "failed", "terminating", "ready"])
        {
            if (status.Number(member) is { } count)
            {
                parts.Add(FormattableString.Invariant($"{member}:{count}"));
            }
        }

        return $"{change.Text("type")} {{{string.Join(',', parts)}}}";
    }

    private static bool Has(JsonNode change, string condition) =>
        change.Items("object", "status", "conditions").Any(c => c.Text("type") == condition && c.Text("status") == "True");

    private static async Task<string> BoundPodAsync(TestCluster cluster, int count = 1)
    {
        var list = await cluster.WaitForAsync(Pods, l => l.Items("items").Count(p => p.Text("spec", "nodeName") is not null) == count);
        return list.Items("items").OrderBy(p => long.Parse(p.Text("metadata", "resourceVersion")!, System.Globalization.CultureInfo.InvariantCulture)).Last().Text("metadata", "name")!;
    }

    [Fact]
    public async Task A_Job_that_succeeds_ends_in_two_steps()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var watch = await WatchStream.OpenAsync(cluster, $"{Jobs}?watch=true&resourceVersion={cluster.Cluster.Store.Version}");
        await cluster.CreateAsync(Jobs, TestJobs.Script("j"));
        var pod = await BoundPodAsync(cluster);
        cluster.Kubelet.SetRunning("default", pod);
        var events = await watch.UntilAsync(e => e.Number("object", "status", "ready") == 1);
        cluster.Kubelet.SetEnded("default", pod, 0);
        events.AddRange(await watch.UntilAsync(e => Has(e, "Complete")));
        Assert.Equal(ToSuccess, events.Select(Short));
        Assert.NotNull(events[^1].Text("object", "status", "completionTime"));
        Assert.Equal("Reached expected number of succeeded pods", events[^1].Items("object", "status", "conditions").Last().Text("message"));
        var counted = await cluster.GetAsync($"{Pods}/{pod}");
        Assert.Empty(counted.Texts("metadata", "finalizers"));
        Assert.Matches("^j-[a-z0-9]{5}$", pod);
        Assert.Equal("j-", counted.Text("metadata", "generateName"));
        var reasons = (await cluster.WaitForAsync("/api/v1/namespaces/default/events", l => l.Items("items").Any(e => e.Text("reason") == "Completed"))).Items("items");
        Assert.Equal(["Completed", "Scheduled", "SuccessfulCreate"], reasons.Select(e => e.Text("reason")!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_pod_that_fails_beyond_the_limit_fails_its_Job_and_stays()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var watch = await WatchStream.OpenAsync(cluster, $"{Jobs}?watch=true&resourceVersion={cluster.Cluster.Store.Version}");
        await cluster.CreateAsync(Jobs, TestJobs.Script("j"));
        var pod = await BoundPodAsync(cluster);
        cluster.Kubelet.SetEnded("default", pod, 3);
        var events = await watch.UntilAsync(e => Has(e, "Failed"));
        Assert.Equal(
            [
                "ADDED {}",
                "MODIFIED {active:1,terminating:0,ready:0}",
                "MODIFIED {FailureTarget=BackoffLimitExceeded,uncountedFailed,terminating:0,ready:0}",
                "MODIFIED {FailureTarget=BackoffLimitExceeded,Failed=BackoffLimitExceeded,failed:1,terminating:0,ready:0}",
            ],
            events.Select(Short));
        Assert.Null(events[^1].Text("object", "status", "completionTime"));
        Assert.Equal("Failed", (await cluster.GetAsync($"{Pods}/{pod}")).Text("status", "phase"));
    }

    [Fact]
    public async Task A_suspended_Job_waits_without_a_pod_until_it_is_resumed()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var watch = await WatchStream.OpenAsync(cluster, $"{Jobs}?watch=true&resourceVersion={cluster.Cluster.Store.Version}");
        await cluster.CreateAsync(Jobs, TestJobs.Script("j", change: s => s["suspend"] = true));
        var events = await watch.UntilAsync(e => Has(e, "Suspended"));
        Assert.Equal(["ADDED {}", "MODIFIED {Suspended=JobSuspended,terminating:0,ready:0}"], events.Select(Short));
        Assert.Null(events[^1].Text("object", "status", "startTime"));
        Assert.Empty((await cluster.GetAsync(Pods)).Items("items"));
        await cluster.SendAsync("PATCH", $"{Jobs}/j", new JsonObject { ["spec"] = new JsonObject { ["suspend"] = false } }, "application/merge-patch+json");
        events = await watch.UntilAsync(e => e.Number("object", "status", "active") == 1);
        var resumed = events[^1].Items("object", "status", "conditions").Single();
        Assert.Equal(("Suspended", "False", "JobResumed"), (resumed.Text("type"), resumed.Text("status"), resumed.Text("reason")));
        Assert.NotNull(events[^1].Text("object", "status", "startTime"));
    }

    [Fact]
    public async Task Suspending_a_running_Job_takes_its_pod_away_without_a_failure()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Jobs, TestJobs.Script("j"));
        var pod = await BoundPodAsync(cluster);
        await cluster.SendAsync("PATCH", $"{Jobs}/j", new JsonObject { ["spec"] = new JsonObject { ["suspend"] = true } }, "application/merge-patch+json");
        await cluster.WaitForAsync($"{Pods}/{pod}", p => p.Text("metadata", "deletionTimestamp") is not null && !p.Texts("metadata", "finalizers").Any());
        cluster.Kubelet.Confirm("default", pod);
        var job = await cluster.WaitForAsync($"{Jobs}/j", j => j.Number("status", "terminating") == 0 && j.Number("status", "active") is null);
        Assert.Null(job.Number("status", "failed"));
        Assert.Equal("Suspended", job.Items("status", "conditions").Single().Text("type"));
    }

    [Fact]
    public async Task A_deadline_ends_the_pod_first_and_the_Job_when_that_is_gone()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var cluster = await TestCluster.StartAsync(timeProvider: clock);
        using var watch = await WatchStream.OpenAsync(cluster, $"{Jobs}?watch=true&resourceVersion={cluster.Cluster.Store.Version}");
        await cluster.CreateAsync(Jobs, TestJobs.Script("j", change: s => s["activeDeadlineSeconds"] = 4));
        var pod = await BoundPodAsync(cluster);
        cluster.Kubelet.SetRunning("default", pod);
        await watch.UntilAsync(e => e.Number("object", "status", "ready") == 1);
        clock.Advance(TimeSpan.FromSeconds(4));
        var events = await watch.UntilAsync(e => e.Number("object", "status", "failed") == 1);
        cluster.Kubelet.SetEnded("default", pod, 137);
        cluster.Kubelet.Confirm("default", pod);
        events.AddRange(await watch.UntilAsync(e => Has(e, "Failed")));
        Assert.Equal(
            [
                "MODIFIED {FailureTarget=DeadlineExceeded,uncountedFailed,terminating:1,ready:0}",
                "MODIFIED {FailureTarget=DeadlineExceeded,failed:1,terminating:1,ready:0}",
                "MODIFIED {FailureTarget=DeadlineExceeded,failed:1,terminating:0,ready:0}",
                "MODIFIED {FailureTarget=DeadlineExceeded,Failed=DeadlineExceeded,failed:1,terminating:0,ready:0}",
            ],
            events.Select(Short));
        Assert.Empty((await cluster.GetAsync(Pods)).Items("items"));
    }

    [Fact]
    public async Task A_failed_pod_is_followed_by_another_after_ten_seconds_then_twenty()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var cluster = await TestCluster.StartAsync(timeProvider: clock);
        await cluster.CreateAsync(Jobs, TestJobs.Script("j", change: s => s["backoffLimit"] = 2));
        cluster.Kubelet.SetEnded("default", await BoundPodAsync(cluster), 1);
        await cluster.WaitForAsync($"{Jobs}/j", j => j.Number("status", "failed") == 1);
        clock.Advance(TimeSpan.FromSeconds(10));
        cluster.Kubelet.SetEnded("default", await BoundPodAsync(cluster, 2), 1);
        await cluster.WaitForAsync($"{Jobs}/j", j => j.Number("status", "failed") == 2);
        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(2, (await cluster.GetAsync(Pods)).Items("items").Count());
        clock.Advance(TimeSpan.FromSeconds(1));
        cluster.Kubelet.SetEnded("default", await BoundPodAsync(cluster, 3), 1);
        var job = await cluster.WaitForAsync($"{Jobs}/j", j => j.Items("status", "conditions").Any(c => c.Text("type") == "Failed"));
        Assert.Equal(3, job.Number("status", "failed"));
    }

    [Fact]
    public async Task Several_completions_run_side_by_side_as_far_as_allowed()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Jobs, TestJobs.Script("j", change: s => (s["completions"], s["parallelism"]) = (3, 2)));
        await BoundPodAsync(cluster, 2);
        for (var done = 0; done < 3; done++)
        {
            var list = await cluster.WaitForAsync(Pods, l => l.Items("items").Any(p => p.Text("status", "phase") == "Pending" && p.Text("spec", "nodeName") is not null));
            cluster.Kubelet.SetEnded("default", list.Items("items").First(p => p.Text("status", "phase") == "Pending").Text("metadata", "name")!, 0);
            await cluster.WaitForAsync($"{Jobs}/j", j => j.Number("status", "succeeded") == done + 1);
        }

        var job = await cluster.WaitForAsync($"{Jobs}/j", j => j.Items("status", "conditions").Any(c => c.Text("type") == "Complete"));
        Assert.Equal((3L, 3), (job.Number("status", "succeeded"), (await cluster.GetAsync(Pods)).Items("items").Count()));
    }

    [Fact]
    public async Task A_failure_policy_ends_the_Job_in_its_own_words()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Jobs, TestJobs.Script("j", change: s =>
        {
            s["backoffLimit"] = 6;
            s["podFailurePolicy"] = new JsonObject
            {
                ["rules"] = new JsonArray(new JsonObject { ["action"] = "FailJob", ["onExitCodes"] = new JsonObject { ["operator"] = "In", ["values"] = new JsonArray(42) } }),
            };
        }));
        var pod = await BoundPodAsync(cluster);
        cluster.Kubelet.SetEnded("default", pod, 42);
        var job = await cluster.WaitForAsync($"{Jobs}/j", j => j.Items("status", "conditions").Any(c => c.Text("type") == "Failed"));
        Assert.Equal(
            ("PodFailurePolicy", $"Container main for pod default/{pod} failed with exit code 42 matching FailJob rule at index 0"),
            (job.Items("status", "conditions").Last().Text("reason"), job.Items("status", "conditions").Last().Text("message")));
    }

    [Fact]
    public async Task A_pod_deleted_under_its_Job_counts_as_failed()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Jobs, TestJobs.Script("j"));
        var pod = await BoundPodAsync(cluster);
        cluster.Kubelet.SetRunning("default", pod);
        await cluster.SendAsync("DELETE", $"{Pods}/{pod}?gracePeriodSeconds=0");
        var job = await cluster.WaitForAsync($"{Jobs}/j", j => j.Items("status", "conditions").Any(c => c.Text("type") == "Failed"));
        Assert.Equal((1L, "BackoffLimitExceeded"), (job.Number("status", "failed"), job.Items("status", "conditions").Last().Text("reason")));
        Assert.Empty((await cluster.GetAsync(Pods)).Items("items"));
    }

    [Fact]
    public async Task A_finished_Job_goes_with_its_pods_when_its_time_is_over()
    {
        var clock = new ManualClock(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var cluster = await TestCluster.StartAsync(timeProvider: clock);
        using var watch = await WatchStream.OpenAsync(cluster, $"{Jobs}?watch=true&resourceVersion={cluster.Cluster.Store.Version}");
        await cluster.CreateAsync(Jobs, TestJobs.Script("j", change: s => s["ttlSecondsAfterFinished"] = 60));
        cluster.Kubelet.SetEnded("default", await BoundPodAsync(cluster), 0);
        await watch.UntilAsync(e => Has(e, "Complete"));
        clock.Advance(TimeSpan.FromSeconds(60));
        var events = await watch.UntilAsync(e => e.Text("type") == "DELETED");
        Assert.Equal(["MODIFIED", "DELETED"], events.Select(e => e.Text("type")!));
        Assert.Equal("foregroundDeletion", events[0].Texts("object", "metadata", "finalizers").Single());
        Assert.Empty((await cluster.GetAsync(Pods)).Items("items"));
    }
}
