using System.Text;

namespace Podclip.EndToEnd.Tests;

/// <summary><c>podclip run shell</c> and <c>podclip attach</c> as processes of their own.</summary>
public sealed class ScriptRunTests(TestCluster cluster) : IClassFixture<TestCluster>, IDisposable
{
    private readonly TemporaryDirectory _state = new();

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 1)]
    [InlineData("exec /no/such/program", 4)]
    public async Task The_exit_code_tells_the_outcome(string script, int code) => (await RunAsync("--prompt", script)).Expect(code);

    [Fact]
    public async Task A_run_that_takes_too_long_ends_124() => (await RunAsync("--prompt", "sleep 600", "--timeout", "1s")).Expect(124);

    [Fact]
    public async Task An_interrupted_run_ends_130_and_its_last_words_are_kept()
    {
        using var run = Start("--prompt", "trap 'echo heard TERM; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        await HasPodAsync("ready");
        run.Interrupt();
        var exit = (await run.ExitAsync(TimeSpan.FromSeconds(30))).Expect(130);
        Assert.Contains("heard TERM", exit.Text, StringComparison.Ordinal);
        await cluster.NothingIsLeftAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_last_words_are_kept_even_if_the_run_is_interrupted_before_its_start_was_seen()
    {
        using var blind = new ManualResetEventSlim();
        cluster.OnRequest = request =>
        {
            if (request is { Verb: "watch", Resource: "pods" })
            {
                blind.Wait(TimeSpan.FromSeconds(60));
            }
        };
        using var run = Start("--prompt", "trap 'echo heard TERM; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        await HasPodAsync("ready");
        run.Interrupt();
        var exit = (await run.ExitAsync(TimeSpan.FromSeconds(30))).Expect(130);
        cluster.OnRequest = null;
        blind.Set();
        Assert.Contains("heard TERM", exit.Text, StringComparison.Ordinal);
        await cluster.NothingIsLeftAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Twenty_megabytes_arrive_in_order_in_little_memory()
    {
        const int Lines = 200_000;
        var exit = (await RunAsync("--prompt", $"seq -f '%07g {new string('x', 92)}' 1 {Lines}", "-o", "text")).Expect(0);
        Assert.InRange(exit.PeakKilobytes, 1, 120 * 1024);
        var lines = exit.Text.Split('\n').Where(line => line.EndsWith("xxxx", StringComparison.Ordinal)).Select(line => int.Parse(line.TrimStart()[..7], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(1, Lines), lines);
    }

    [Fact]
    public async Task R01_A_killed_run_is_attached_to_with_its_whole_transcript_and_verdict()
    {
        var token = TestContext.Current.CancellationToken;
        using (var run = Start("-e", "MY_TOKEN=canary-0123456789", "--prompt", "i=0; while [ $i -lt 300 ]; do echo line $i $MY_TOKEN; i=$((i+1)); sleep 0.02; done; exit 6"))
        {
            await HasPodAsync("line 20 ");
            run.Kill();
            await run.ExitAsync(TimeSpan.FromSeconds(10));
        }

        var attached = (await PodclipProcess.RunAsync(cluster, _state.Path, "attach", "--last", "-o", "text")).Expect(1);
        var lines = attached.Text.Split('\n').Where(line => line.Contains("line ", StringComparison.Ordinal) && line.Contains("***", StringComparison.Ordinal)).Select(line => line.Trim());
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"line {i} ***"), lines);
        Assert.DoesNotContain("canary", attached.Text, StringComparison.Ordinal);
        await cluster.NothingIsLeftAsync(token);
    }

    [Fact]
    public async Task A_run_killed_while_it_launches_is_told_and_swept_by_attach()
    {
        using (var run = StartHeldAt("create", "secrets", out var held, out var release))
        {
            await held.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            run.Kill();
            await run.ExitAsync(TimeSpan.FromSeconds(10));
            release.Set();
        }

        var attached = (await PodclipProcess.RunAsync(cluster, _state.Path, "attach", "--last", "-o", "json")).Expect(4);
        Assert.Equal("launch_interrupted", attached.Json.GetProperty("errorCode").GetString());
        await cluster.NothingIsLeftAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _state.Dispose();

    private PodclipProcess StartHeldAt(string verb, string resource, out Task held, out ManualResetEventSlim release)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new ManualResetEventSlim();
        cluster.OnRequest = request =>
        {
            if (request.Verb == verb && request.Resource == resource && reached.TrySetResult())
            {
                gate.Wait(TimeSpan.FromSeconds(30));
            }
        };
        (held, release) = (reached.Task, gate);
        return Start("--prompt", "echo never");
    }

    // What a pod printed, read from the cluster's own log.
    private async Task HasPodAsync(string printed)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var pods = await cluster.Client.ListAsync(ResourceTypes.Pods, new Kubernetes.Client.ResourceSelector("default", Labels: "podclip.dev/run-id"), bound.Token);
            foreach (var pod in pods.Items.Where(pod => pod.Status?.ContainerStatuses?[0].State?.Running is not null))
            {
                await using var log = await cluster.Client.OpenLogAsync("default", pod.Metadata.Name!, new Kubernetes.Client.PodLogOptions { Container = "agent" }, bound.Token);
                using var reader = new StreamReader(log!, Encoding.UTF8);
                if ((await reader.ReadToEndAsync(bound.Token)).Contains(printed, StringComparison.Ordinal))
                {
                    return;
                }
            }
        }
    }

    private PodclipProcess Start(params IEnumerable<string> arguments) =>
        PodclipProcess.Start(cluster, _state.Path, ["run", "shell", "--kubeconfig", cluster.Cluster.KubeconfigPath, .. arguments]);

    private Task<PodclipExit> RunAsync(params IEnumerable<string> arguments) =>
        PodclipProcess.RunAsync(cluster, _state.Path, ["run", "shell", "--kubeconfig", cluster.Cluster.KubeconfigPath, .. arguments]);
}
