using System.Text.Json.Nodes;
using Podclip.LocalCluster.Kubelet;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

/// <summary>Whole lives of pods, from the same Jobs and the same interventions as in the <c>life-*</c> recordings of a real v1.32 node.</summary>
public sealed class PodLifeRecordingTests : IDisposable
{
    private const string Jobs = "/apis/batch/v1/namespaces/default/jobs";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const UnixFileMode Everybody = (UnixFileMode)0x1ff;

    private readonly string _gates = Directory.CreateTempSubdirectory("podclip-gates-").FullName;

    public PodLifeRecordingTests() => File.SetUnixFileMode(_gates, Everybody);

    public void Dispose() => Directory.Delete(_gates, recursive: true);

    [Theory]
    [InlineData("success")]
    [InlineData("suspended")]
    [InlineData("pvc")]
    [InlineData("job-deleted-orphan")]
    public Task A_pod_that_runs_and_succeeds(string recording) => CompareAsync(
        recording,
        async (cluster, watch) =>
        {
            if (recording == "suspended")
            {
                await cluster.SendAsync("PATCH", $"{Jobs}/{NameOf(recording)}", new JsonObject { ["spec"] = new JsonObject { ["suspend"] = false } }, "application/merge-patch+json");
            }

            await watch.UntilAsync(IsRunning);
            if (recording == "job-deleted-orphan")
            {
                await cluster.SendAsync("DELETE", $"{Jobs}/{NameOf(recording)}?propagationPolicy=Orphan");
                await watch.UntilAsync(e => !e.Items("object", "metadata", "ownerReferences").Any());
            }

            Open("main");
            await watch.UntilAsync(recording == "job-deleted-orphan" ? IsOver : IsCounted);
        },
        GateMain(0));

    [Fact]
    public Task A_pod_with_an_init_container() => CompareAsync(
        "success-init",
        async (_, watch) =>
        {
            await watch.UntilAsync(e => InitOf(e, "running"));
            Open("init");
            await watch.UntilAsync(IsRunning);
            Open("main");
            await watch.UntilAsync(IsCounted);
        },
        spec =>
        {
            GateMain(0)(spec);
            Gate((JsonObject)spec["initContainers"]![0]!, "init", 0);
        });

    [Theory]
    [InlineData("fail-exit3")]
    [InlineData("init-fail")]
    [InlineData("start-error")]
    public Task A_pod_that_fails_by_itself(string recording) => CompareAsync(recording, (_, watch) => watch.UntilAsync(IsCounted));

    [Theory]
    [InlineData("ttl0")]
    [InlineData("ttl1")]
    public Task A_pod_whose_Job_goes_soon(string recording) => CompareAsync(recording, (_, watch) => watch.UntilAsync(IsGone));

    [Fact]
    public Task A_pod_that_is_killed_for_its_memory()
    {
        Assert.SkipUnless(MemoryGroup.IsAvailable, "no memory control group can be made here");
        return CompareAsync(
            "oom",
            (_, watch) => watch.UntilAsync(IsCounted),
            spec => spec["containers"]![0]!["command"]![2] = "x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo ${#x}");
    }

    [Theory]
    [InlineData("createcontainerconfigerror", "CreateContainerConfigError", null)]
    [InlineData("errimageneverpull", "ErrImageNeverPull", "registry.invalid/none:1")]
    [InlineData("invalidimagename", "InvalidImageName", null)]
    [InlineData("imagepull", "ImagePullBackOff", "registry.invalid/none:1")]
    public Task A_pod_that_cannot_start_and_is_deleted(string recording, string reason, string? image) => CompareAsync(
        recording,
        async (cluster, watch) =>
        {
            await watch.UntilAsync(e => e.Items("object", "status", "containerStatuses").Any(c => c.Text("state", "waiting", "reason") == reason));
            await DeleteJobAsync(cluster, recording, "Background");
            await watch.UntilAsync(IsGone);
        },
        spec => spec["containers"]![0]!["image"] = image ?? spec["containers"]![0].Text("image"));

    [Theory]
    [InlineData("secretlate-env", "Failed")]
    [InlineData("secretlate-vol", "FailedMount")]
    public Task A_pod_whose_Secret_comes_late(string recording, string reason) => CompareAsync(
        recording,
        async (cluster, watch) =>
        {
            await cluster.WaitForAsync("/api/v1/namespaces/default/events", list => list.Items("items").Any(e => e.Text("reason") == reason));
            await cluster.CreateAsync("/api/v1/namespaces/default/secrets", new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = $"{NameOf(recording)}-sec" },
                ["stringData"] = new JsonObject { ["k"] = "v" },
            });
            await watch.UntilAsync(IsCounted);
        });

    [Theory]
    [InlineData("evicted")]
    [InlineData("job-deleted-midrun")]
    [InlineData("job-deleted-foreground")]
    [InlineData("pod-deleted-term")]
    [InlineData("pod-deleted-kill")]
    [InlineData("pod-deleted-force")]
    public Task A_pod_that_is_ended_from_outside(string recording) => CompareAsync(
        recording,
        async (cluster, watch) =>
        {
            var pod = (await watch.UntilAsync(IsRunning))[^1].Text("object", "metadata", "name");
            await cluster.WaitForLogAsync(pod!, "up\n");
            await (recording switch
            {
                "evicted" => cluster.SendAsync("POST", $"{Pods}/{pod}/eviction", new JsonObject { ["metadata"] = new JsonObject { ["name"] = pod } }),
                "job-deleted-midrun" => DeleteJobAsync(cluster, recording, "Background"),
                "job-deleted-foreground" => DeleteJobAsync(cluster, recording, "Foreground"),
                "pod-deleted-term" => cluster.SendAsync("DELETE", $"{Pods}/{pod}"),
                "pod-deleted-kill" => cluster.SendAsync("DELETE", $"{Pods}/{pod}?gracePeriodSeconds=2"),
                _ => cluster.SendAsync("DELETE", $"{Pods}/{pod}?gracePeriodSeconds=0"),
            });
            await watch.UntilAsync(IsGone);
        });

    [Fact]
    public Task A_pod_whose_Job_was_active_too_long() => CompareAsync("deadline", (_, watch) => watch.UntilAsync(IsGone));

    [Theory]
    [InlineData("unschedulable")]
    [InlineData("sched-eventsv1")]
    [InlineData("pvc-missing")]
    public Task A_pod_that_has_no_place(string recording) => CompareAsync(
        recording,
        async (cluster, watch) =>
        {
            await watch.UntilAsync(e => e.Items("object", "status", "conditions").Any(c => c.Text("reason") == "Unschedulable"));
            if (recording != "pvc-missing")
            {
                await DeleteJobAsync(cluster, recording, "Background");
                await watch.UntilAsync(IsGone);
            }
        });

    private static string NameOf(string recording) => RecordedPodLife.Job(recording).Text("metadata", "name")!;

    private static Task<ApiAnswer> DeleteJobAsync(TestCluster cluster, string recording, string propagation) =>
        cluster.SendAsync("DELETE", $"{Jobs}/{NameOf(recording)}?propagationPolicy={propagation}");

    private static bool IsRunning(JsonNode change) => change.Text("object", "status", "phase") == "Running";

    private static bool IsOver(JsonNode change) => change.Text("object", "status", "phase") is "Succeeded" or "Failed";

    private static bool IsCounted(JsonNode change) => IsOver(change) && !change.Texts("object", "metadata", "finalizers").Any();

    private static bool IsGone(JsonNode change) => change.Text("type") == "DELETED";

    private static bool InitOf(JsonNode change, string state) => change.Items("object", "status", "initContainerStatuses").Any(c => c.At("state", state) is not null);

    /// <summary>A container that ends when the test says so instead of after a time.</summary>
    private static void Gate(JsonObject container, string gate, int exitCode)
    {
        container["command"] = new JsonArray("sh", "-c", $"echo up; until [ -e /gates/{gate} ]; do sleep 0.05; done; exit {exitCode}");
        container.ChildArray("volumeMounts").Add((JsonNode)new JsonObject { ["name"] = "gates", ["mountPath"] = "/gates" });
    }

    private Action<JsonObject> GateMain(int exitCode) => spec =>
    {
        spec.ChildArray("volumes").Add((JsonNode)new JsonObject { ["name"] = "gates", ["hostPath"] = new JsonObject { ["path"] = _gates } });
        Gate((JsonObject)spec["containers"]![0]!, "main", exitCode);
    };

    private void Open(string gate) => File.WriteAllText(Path.Combine(_gates, gate), "");

    private static async Task CompareAsync(string recording, Func<TestCluster, WatchStream, Task> act, Action<JsonObject>? change = null)
    {
        var job = RecordedPodLife.Job(recording);
        job.Metadata().Remove("namespace");
        change?.Invoke((JsonObject)job["spec"]!["template"]!["spec"]!);
        await using var cluster = await TestCluster.StartWithKubeletAsync([TestNode.SupervisorProgram, "supervise-pod"]);
        try
        {
            if (recording == "pvc")
            {
                await cluster.CreateAsync("/api/v1/namespaces/default/persistentvolumeclaims", new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = "data" },
                    ["spec"] = new JsonObject { ["accessModes"] = new JsonArray("ReadWriteOnce"), ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = "1Mi" } } },
                });
            }

            var version = cluster.Cluster.Store.Version;
            await cluster.CreateAsync(Jobs, job);
            using var watch = await WatchStream.OpenAsync(cluster, $"{Pods}?watch=true&resourceVersion={version}");
            await act(cluster, watch);
            using var whole = await WatchStream.OpenAsync(cluster, $"{Pods}?watch=true&timeoutSeconds=1&resourceVersion={version}");
            var changes = new List<JsonNode>();
            while (await whole.NextAsync() is { } next)
            {
                changes.Add(next);
            }

            var expected = RecordedPodLife.Of(recording);
            var life = RecordedPodLife.Of(changes).Where(state => !RecordedPodLife.IsRunning(state) || expected.Contains(state, StringComparer.Ordinal));
            Assert.Equal(string.Join("\n\n", expected), string.Join("\n\n", life));
        }
        finally
        {
            await cluster.Cluster.DisposeAsync();
            await ClusterTeardown.RunAsync(cluster.Directory, TimeProvider.System, CancellationToken.None);
        }
    }
}
