namespace Podclip.EndToEnd.Tests;

/// <summary>One run per agent, whoever asks: processes that die while they launch.</summary>
[Trait("Needs", "time")]
public sealed class DeadRacerTests(TestCluster cluster) : IClassFixture<TestCluster>, IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly TemporaryDirectory _otherState = new();

    [Fact]
    public async Task A_racer_killed_at_any_point_blocks_nobody_for_more_than_a_minute()
    {
        var random = new Random(20261121);
        var agents = new List<string>();
        for (var attempt = 0; attempt < 12; attempt++)
        {
            agents.Add($"victim-{attempt}");
            using var racer = Start(agents[^1]);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 1000)), TestContext.Current.CancellationToken);
            racer.Kill();
            await racer.ExitAsync(TimeSpan.FromSeconds(10));
        }

        await Task.WhenAll(agents.Select(AdmittedWithinAMinuteAsync));
    }

    [Fact]
    public async Task A_racer_that_died_between_its_Secret_and_its_start_blocks_nobody_for_more_than_a_minute()
    {
        using var racer = HeldAtPatch("held", out var held, out var release);
        await held.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        racer.Kill();
        await racer.ExitAsync(TimeSpan.FromSeconds(10));

        // Its last request is never answered: the Job stays suspended and holds the name.
        await AdmittedWithinAMinuteAsync("held");
        release.Set();
    }

    public void Dispose()
    {
        _state.Dispose();
        _otherState.Dispose();
    }

    private async Task AdmittedWithinAMinuteAsync(string agent)
    {
        var started = TimeProvider.System.GetTimestamp();
        while ((await PodclipProcess.RunAsync(cluster, _state.Path, Arguments(agent))) is { Code: not 0 } refused)
        {
            // A minute by the server's clock, which counts whole seconds, and the time a try takes.
            refused.Expect(5);
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(75), refused.Error);
            await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        }
    }

    private PodclipProcess HeldAtPatch(string agent, out Task held, out ManualResetEventSlim release)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new ManualResetEventSlim();
        cluster.OnRequest = request =>
        {
            if (request is { Verb: "patch", Resource: "jobs.batch" } && reached.TrySetResult())
            {
                gate.Wait(TimeSpan.FromMinutes(2));
            }
        };
        (held, release) = (reached.Task, gate);
        return Start(agent);
    }

    private PodclipProcess Start(string agent) => PodclipProcess.Start(cluster, _otherState.Path, Arguments(agent));

    private string[] Arguments(string agent) =>
        ["run", "shell", "--kubeconfig", cluster.Cluster.KubeconfigPath, "--agent", agent, "--home", "none", "--no-wait", "--prompt", "true"];
}
