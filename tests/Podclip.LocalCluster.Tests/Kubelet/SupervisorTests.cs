using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Kubelet;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Pods;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

public sealed class SupervisorTests
{
    private const string UntilGo = "until [ -e /v/go ]; do sleep 0.02; done; ";

    [Fact]
    public async Task A_restarted_kubelet_takes_up_a_running_pod()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", $"echo one; {UntilGo} echo two; exit 4", WithVolume);
        await node.WaitForPhaseAsync("p", "Running");

        await node.RestartAsync();
        var follow = node.LogAsync("p", new PodLogQuery { Follow = true });
        Go(node, "p");

        var pod = await node.WaitForPhaseAsync("p", "Failed");
        Assert.Equal(4, pod["status"]!["containerStatuses"]![0]!["state"].Number("terminated", "exitCode"));
        Assert.Equal("one\ntwo\n", await follow);
    }

    [Fact]
    public async Task A_restarted_kubelet_learns_what_ended_while_it_was_away()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", $"{UntilGo} exit 0", WithVolume);
        node.RunScript("q", "trap '' TERM; while :; do sleep 1; done");
        await node.WaitForPhaseAsync("p", "Running");
        await node.WaitForPhaseAsync("q", "Running");
        var supervisor = SupervisorOf(node, "p");
        var orphan = node.DirectoryOf("q").Path;

        await node.RestartAsync(meanwhile: () =>
        {
            Go(node, "p");
            ChildProcess.Reap(supervisor);
            node.Store.Remove(ResourceNames.Pods, "default", "q");
        });

        await node.WaitForPhaseAsync("p", "Succeeded");
        Assert.False(Directory.Exists(orphan));
    }

    [Fact]
    public async Task A_killed_supervisor_takes_its_containers_along_and_the_pod_ends_unknown()
    {
        await using var node = await TestNode.StartAsync();
        var mark = $"0.0{Random.Shared.NextInt64(1_000_000, 9_999_999)}";
        node.RunScript("p", $"while :; do sleep {mark}; done");
        await node.WaitForPhaseAsync("p", "Running");
        var follow = node.LogAsync("p", new PodLogQuery { Follow = true });

        Libc.Kill(SupervisorOf(node, "p"), Libc.SigKill);

        var pod = await node.WaitForPhaseAsync("p", "Failed");
        var terminated = pod["status"]!["containerStatuses"]![0]!["state"]!["terminated"]!;
        Assert.Equal("ContainerStatusUnknown", terminated.Text("reason"));
        Assert.Equal(137, terminated.Number("exitCode"));
        Assert.Equal("", await follow);
        await EventuallyAsync(() => !CommandLines().Any(line => line.Contains(mark, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_supervisor_that_cannot_do_its_work_fails_the_pod_and_says_why()
    {
        await using (var node = await TestNode.StartAsync("/usr/bin/env"))
        {
            node.RunScript("p", "true");
            Assert.StartsWith("the pod's supervisor could not be started: /usr/bin/env: ", (await node.WaitForPhaseAsync("p", "Failed")).Text("status", "message"), StringComparison.Ordinal);
        }

        await using (var node = await TestNode.StartAsync("/no/such/program"))
        {
            node.RunScript("p", "true");
            Assert.Contains("there is no program /no/such/program", (await node.WaitForPhaseAsync("p", "Failed")).Text("status", "message"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_supervisor_whose_pod_has_ended_takes_the_next_one()
    {
        await using var node = await TestNode.StartAsync();
        HashSet<int> supervisors = [];
        foreach (var name in Enumerable.Range(0, 6).Select(i => $"p{i}"))
        {
            node.RunScript(name, $"echo {name}");
            await node.WaitForPhaseAsync(name, "Succeeded");
            Assert.Equal($"{name}\n", await node.LogAsync(name, new PodLogQuery()));
            supervisors.Add(SupervisorOf(node, name));
        }

        Assert.InRange(supervisors.Count, 1, 3);
        SupervisorProcess.Kill(node.DirectoryOf("p0"));
        Assert.True(Directory.Exists($"/proc/{SupervisorOf(node, "p5")}"), "a supervisor was killed for a pod that it had before");
    }

    [Fact]
    public async Task Twenty_megabytes_pass_quickly_and_neither_side_grows()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", $"seq 1 2700000; {UntilGo}", WithVolume);
        await node.WaitForPhaseAsync("p", "Running");
        var since = TimeProvider.System.GetTimestamp();

        var pipe = new Pipe();
        var writing = WriteAsync(node, pipe.Writer);
        var (bytes, lines, isInOrder) = await CountAsync(pipe.Reader, lastLine: 2_700_000);
        var elapsed = TimeProvider.System.GetElapsedTime(since);

        Assert.Equal((20_488_896, 2_700_000, true), (bytes, lines, isInOrder));
        Assert.True(elapsed < TimeSpan.FromSeconds(20), $"it took {elapsed}");
        var peak = PeakKilobytes(SupervisorOf(node, "p"));
        Assert.True(peak < 80_000, $"the supervisor has used {peak} kB");
        TestContext.Current.SendDiagnosticMessage($"20 MB in {elapsed.TotalSeconds:0.00} s, supervisor's peak {peak} kB");
        Go(node, "p");
        await node.WaitForPhaseAsync("p", "Succeeded");
        await writing;

        async Task WriteAsync(TestNode from, PipeWriter output)
        {
            await from.Kubelet.WriteAsync(from.Store.Find(ResourceNames.Pods, "default", "p")!, "main", new PodLogQuery { Follow = true }, output, TestContext.Current.CancellationToken);
            await output.CompleteAsync();
        }
    }

    [Fact]
    public async Task Tearing_a_cluster_down_leaves_no_process_and_no_directory()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "trap '' TERM; while :; do sleep 1; done");
        node.RunScript("q", "sleep 1000");
        await node.WaitForPhaseAsync("p", "Running");
        await node.WaitForPhaseAsync("q", "Running");
        await node.Kubelet.DisposeAsync();

        Assert.Equal(2, await ClusterTeardown.RunAsync(node.StateDirectory, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.False(Directory.Exists(PodDirectory.Root(node.StateDirectory)));
        Assert.DoesNotContain(CommandLines(), line => line.Contains(node.StateDirectory, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pods_deleted_at_any_moment_of_their_lives_leave_nothing()
    {
        await using var node = await TestNode.StartAsync();
        var random = new Random(4711);
        var pods = Enumerable.Range(0, 16).Select(i => (Name: $"p{i}", Delay: random.Next(300), Grace: random.Next(2), IsForced: random.Next(4) == 0)).ToList();

        await Task.WhenAll(pods.Select(async pod =>
        {
            var stored = node.RunScript(pod.Name, "echo up; sleep 0.2; exit 1", spec => spec["initContainers"] = new JsonArray(TestNode.Script("init", "echo init")));
            await Task.Delay(pod.Delay, TestContext.Current.CancellationToken);
            if (pod.IsForced)
            {
                node.Store.Remove(ResourceNames.Pods, "default", pod.Name, stored.Uid);
            }
            else
            {
                node.Delete(pod.Name, pod.Grace);
                await node.WaitForRemovalAsync(pod.Name);
            }
        }));

        var root = PodDirectory.Root(node.StateDirectory);
        await EventuallyAsync(() => Directory.GetDirectories(root).Length == 0);
        Assert.DoesNotContain(CommandLines(), line => line.Contains(node.StateDirectory, StringComparison.Ordinal));
    }

    private static void WithVolume(JsonObject spec)
    {
        spec["volumes"] = new JsonArray(new JsonObject { ["name"] = "v", ["emptyDir"] = new JsonObject() });
        spec["containers"]![0]!["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "v", ["mountPath"] = "/v" });
    }

    private static void Go(TestNode node, string pod) => File.WriteAllText(Path.Combine(node.DirectoryOf(pod).Volume("v"), "go"), "");

    private static int SupervisorOf(TestNode node, string pod) =>
        int.Parse(File.ReadAllText(node.DirectoryOf(pod).ProcessIdFile), CultureInfo.InvariantCulture);

    private static long PeakKilobytes(int pid) => long.Parse(
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private static async Task<(long Bytes, long Lines, bool IsInOrder)> CountAsync(PipeReader reader, long lastLine)
    {
        long bytes = 0;
        long lines = 0;
        long number = 0;
        var isInOrder = true;
        while (lines < lastLine && await reader.ReadAsync(TestContext.Current.CancellationToken) is var read && !(read.IsCompleted && read.Buffer.IsEmpty))
        {
            foreach (var segment in read.Buffer)
            {
                foreach (var letter in segment.Span)
                {
                    bytes++;
                    if (letter == '\n')
                    {
                        isInOrder &= number == ++lines;
                        number = 0;
                    }
                    else
                    {
                        number = (number * 10) + letter - '0';
                    }
                }
            }

            reader.AdvanceTo(read.Buffer.End);
        }

        return (bytes, lines, isInOrder);
    }

    private static IEnumerable<string> CommandLines()
    {
        foreach (var process in Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            string line;
            try
            {
                line = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            yield return line;
        }
    }

    private static async Task EventuallyAsync(Func<bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (!isSo())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
