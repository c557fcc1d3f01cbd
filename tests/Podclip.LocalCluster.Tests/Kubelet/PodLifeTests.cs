using System.Text.Json.Nodes;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

public sealed class PodLifeTests
{
    [Fact]
    public async Task A_pod_runs_to_success_and_its_log_is_there()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "echo out; echo err >&2; printf 'no end'");

        var pod = await node.WaitForPhaseAsync("p", "Succeeded");

        Assert.Equal("Completed", StateOf(pod).Text("terminated", "reason"));
        Assert.Equal(0, StateOf(pod).Number("terminated", "exitCode"));
        var log = await node.LogAsync("p");
        Assert.Contains("out\n", log, StringComparison.Ordinal);
        Assert.Contains("err\n", log, StringComparison.Ordinal);
        Assert.EndsWith("no end", log, StringComparison.Ordinal);
        Assert.Equal(
            ["Normal Pulled Container image \"host\" already present on machine", "Normal Created Created container: main", "Normal Started Started container main"],
            node.Events("p"));
    }

    [Theory]
    [InlineData("exit 3", 3, "Error")]
    [InlineData("sh -c 'kill -9 $$$$'", 137, "Error")]
    [InlineData("exec nosuchprogram", 127, "Error")]
    public async Task An_exit_code_reaches_the_status(string script, int exitCode, string reason)
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", script);

        var pod = await node.WaitForPhaseAsync("p", "Failed");

        Assert.Equal(exitCode, StateOf(pod).Number("terminated", "exitCode"));
        Assert.Equal(reason, StateOf(pod).Text("terminated", "reason"));
    }

    [Theory]
    [InlineData("/no/such/program", "exec: \"/no/such/program\": stat /no/such/program: no such file or directory: unknown")]
    [InlineData("nosuchprogram", "exec: \"nosuchprogram\": executable file not found in $PATH: unknown")]
    [InlineData("/etc/passwd", "exec: \"/etc/passwd\": permission denied: unknown")]
    public async Task A_program_that_cannot_be_started_is_a_start_error(string program, string message)
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "", spec => spec["containers"]![0]!["command"] = new JsonArray(program));

        var pod = await node.WaitForPhaseAsync("p", "Failed");

        var terminated = StateOf(pod).At("terminated");
        Assert.Equal(128, terminated.Number("exitCode"));
        Assert.Equal("StartError", terminated.Text("reason"));
        Assert.Equal("1970-01-01T00:00:00Z", terminated.Text("startedAt"));
        Assert.EndsWith(message, terminated.Text("message"), StringComparison.Ordinal);
        Assert.Equal("", await node.LogAsync("p"));
    }

    [Fact]
    public async Task Termination_is_heard_by_process_1_and_the_pod_goes_when_it_has_ended()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "trap 'echo heard; exit 7' TERM; echo up; while :; do sleep 0.05; done");
        await node.WaitForPhaseAsync("p", "Running");
        await WaitForLogAsync(node, "p", "up\n");
        var directory = node.DirectoryOf("p");
        var follow = node.LogAsync("p", new PodLogQuery { Follow = true });

        var before = node.Delete("p", 30);

        var pod = await node.WaitForPhaseAsync("p", "Failed", before);
        Assert.Equal(7, StateOf(pod).Number("terminated", "exitCode"));
        Assert.EndsWith("heard\n", await follow, StringComparison.Ordinal);
        await node.WaitForRemovalAsync("p");
        Assert.Contains("Normal Killing Stopping container main", node.Events("p"));
        await WaitForNoDirectoryAsync(directory.Path);
    }

    [Fact]
    public async Task A_container_that_does_not_listen_is_killed_after_the_grace_period_with_all_its_processes()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "trap '' TERM; sleep 1000 & echo up; while :; do sleep 1; done");
        await node.WaitForPhaseAsync("p", "Running");
        await WaitForLogAsync(node, "p", "up\n");
        var since = TimeProvider.System.GetTimestamp();

        var before = node.Delete("p", 1);
        var pod = await node.WaitForPhaseAsync("p", "Failed", before);

        Assert.Equal(137, StateOf(pod).Number("terminated", "exitCode"));
        Assert.InRange(TimeProvider.System.GetElapsedTime(since).TotalSeconds, 0.8, 10);
        await node.WaitForRemovalAsync("p");
    }

    [Fact]
    public async Task A_pod_removed_by_force_is_killed_and_leaves_nothing()
    {
        await using var node = await TestNode.StartAsync();
        var stored = node.RunScript("p", "trap '' TERM; echo up; sleep 1000");
        await node.WaitForPhaseAsync("p", "Running");
        var directory = node.DirectoryOf("p");

        node.Store.Remove(ResourceNames.Pods, "default", "p", stored.Uid);

        await WaitForNoDirectoryAsync(directory.Path);
    }

    [Fact]
    public async Task Init_containers_run_first_and_share_volumes_with_the_others()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("p", new JsonObject
        {
            ["volumes"] = new JsonArray(new JsonObject { ["name"] = "v", ["emptyDir"] = new JsonObject() }),
            ["initContainers"] = new JsonArray(WithVolume(TestNode.Script("one", "echo 1 >> /v/f")), WithVolume(TestNode.Script("two", "echo 2 >> /v/f; echo from init"))),
            ["containers"] = new JsonArray(WithVolume(TestNode.Script("main", "cat /v/f")), WithVolume(TestNode.Script("side", "echo side"))),
        });

        Assert.Equal("1\n2\n", await node.ResultAsync("p"));
        Assert.Equal("from init\n", await node.LogAsync("p", container: "two"));
        Assert.Equal("side\n", await node.LogAsync("p", container: "side"));

        static JsonObject WithVolume(JsonObject container)
        {
            container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "v", ["mountPath"] = "/v" });
            return container;
        }
    }

    [Fact]
    public async Task A_failed_init_container_fails_the_pod_and_the_others_stay_waiting()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "echo never", spec => spec["initContainers"] = new JsonArray(TestNode.Script("init", "exit 5")));

        var pod = await node.WaitForPhaseAsync("p", "Failed");

        Assert.Equal(5, pod["status"]!["initContainerStatuses"]![0]!["state"].Number("terminated", "exitCode"));
        Assert.Equal("PodInitializing", StateOf(pod).Text("waiting", "reason"));
    }

    [Fact]
    public async Task A_sidecar_runs_beside_the_others_and_ends_with_them()
    {
        await using var node = await TestNode.StartAsync();
        var sidecar = TestNode.Script("side", "trap 'exit 0' TERM; echo > /v/ready; while :; do sleep 0.05; done");
        sidecar["restartPolicy"] = "Always";
        node.RunScript("p", "until [ -e /v/ready ]; do sleep 0.05; done; echo seen", spec =>
        {
            spec["volumes"] = new JsonArray(new JsonObject { ["name"] = "v", ["emptyDir"] = new JsonObject() });
            spec["initContainers"] = new JsonArray(sidecar);
            foreach (var container in (JsonObject[])[sidecar, (JsonObject)spec["containers"]![0]!])
            {
                container["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "v", ["mountPath"] = "/v" });
            }
        });

        Assert.Equal("seen\n", await node.ResultAsync("p"));
    }

    [Fact]
    public async Task The_phase_stays_Running_until_every_container_has_ended()
    {
        await using var node = await TestNode.StartAsync();
        node.Run("p", new JsonObject
        {
            ["containers"] = new JsonArray(TestNode.Script("main", "exit 3"), TestNode.Script("side", "trap 'exit 0' TERM; while :; do sleep 0.05; done")),
        });

        var pod = await node.WaitAsync("p", p => p["status"]?["containerStatuses"]?[0]?["state"].At("terminated") is not null);

        Assert.Equal("Running", pod.Text("status", "phase"));
        var before = node.Delete("p", 10);
        Assert.Equal(3, StateOf(await node.WaitForPhaseAsync("p", "Failed", before)).Number("terminated", "exitCode"));
    }

    [Fact]
    public async Task The_last_words_of_a_container_stand_in_its_status()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "printf 'it was the disk' > /dev/termination-log; exit 1");

        Assert.Equal("it was the disk", StateOf(await node.WaitForPhaseAsync("p", "Failed")).Text("terminated", "message"));
    }

    [Fact]
    public async Task A_container_that_takes_too_much_memory_is_killed_for_it()
    {
        Assert.SkipUnless(MemoryGroup.IsAvailable, "no memory control group can be made here");
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo ${#x}", spec => spec["containers"]![0]!["resources"] = new JsonObject
        {
            ["limits"] = new JsonObject { ["memory"] = "32Mi" },
        });

        var terminated = StateOf(await node.WaitForPhaseAsync("p", "Failed"))!["terminated"];

        Assert.Equal("OOMKilled", terminated.Text("reason"));
        Assert.Equal(137, terminated.Number("exitCode"));
    }

    [Fact]
    public async Task A_pod_over_its_deadline_is_ended()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "trap 'exit 0' TERM; while :; do sleep 0.05; done", spec => spec["activeDeadlineSeconds"] = 1);

        var pod = await node.WaitForPhaseAsync("p", "Failed");

        Assert.Equal("DeadlineExceeded", pod.Text("status", "reason"));
    }

    [Fact]
    public async Task A_pod_deleted_before_it_could_start_ends_unknown_and_goes()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "echo never", spec => spec["containers"]![0]!["image"] = "registry.invalid/x:1");
        var pod = await node.WaitAsync("p", p => StateOf(p).Text("waiting", "reason") == "ErrImagePull");
        Assert.Contains("no such host", StateOf(pod).Text("waiting", "message"), StringComparison.Ordinal);
        await node.WaitAsync("p", p => StateOf(p).Text("waiting", "reason") == "ImagePullBackOff");

        var before = node.Delete("p", 30);

        pod = await node.WaitForPhaseAsync("p", "Failed", before);
        Assert.Equal("ContainerStatusUnknown", StateOf(pod).Text("terminated", "reason"));
        await node.WaitForRemovalAsync("p");
        Assert.Contains("Normal BackOff Back-off pulling image \"registry.invalid/x:1\"", node.Events("p"));
    }

    [Fact]
    public async Task A_missing_secret_in_the_environment_is_waited_for()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "echo $KEY", spec => spec["containers"]![0]!["env"] = new JsonArray(new JsonObject
        {
            ["name"] = "KEY",
            ["valueFrom"] = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = "late", ["key"] = "k" } },
        }));
        var pod = await node.WaitAsync("p", p => StateOf(p).Text("waiting", "reason") == "CreateContainerConfigError");
        Assert.Equal("secret \"late\" not found", StateOf(pod).Text("waiting", "message"));

        node.CreateSecret("late", ("k", "here"));

        Assert.Equal("here\n", await node.ResultAsync("p"));
    }

    private static async Task WaitForLogAsync(TestNode node, string pod, string text)
    {
        // A followed log with a limit ends as soon as so many bytes have come.
        Assert.Equal(text, await node.LogAsync(pod, new PodLogQuery { Follow = true, LimitBytes = text.Length }));
    }

    private static async Task WaitForNoDirectoryAsync(string path)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (Directory.Exists(path))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static JsonNode? StateOf(JsonObject pod, int index = 0) => pod["status"]?["containerStatuses"]?[index]?["state"];
}
