namespace Podclip.EndToEnd.Tests.Ends;

/// <summary><c>podclip cancel</c>.</summary>
public sealed class CancelTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Obedient = "trap 'echo heard TERM; exit 7' TERM; echo ready; while :; do sleep 0.05; done";
    private const string Stubborn = "trap '' TERM; echo ready; while :; do sleep 0.05; done";

    [Fact]
    public async Task A_run_is_stopped_from_another_process()
    {
        using var stage = await EndStage.CreateAsync(cluster, "other-process");
        using var run = stage.Script(Obedient);
        await stage.RunningPodAsync();
        var cancel = (await stage.CommandAsync("cancel", "--last", "-o", "json")).Expect(0);
        Assert.Equal("cancelled", cancel.Json.GetProperty("outcome").GetString());
        await stage.EndsAsync(run, 130, "cancelled", "cancelled");
        Assert.Contains("heard TERM", (await stage.CommandAsync("attach", "--last")).Text, StringComparison.Ordinal);
        Assert.Contains("is over already", (await stage.CommandAsync("cancel", "--last")).Expect(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_process_is_dead_is_stopped_all_the_same()
    {
        using var stage = await EndStage.CreateAsync(cluster, "dead-process");
        using var run = stage.Script(Obedient);
        await stage.RunningPodAsync();
        run.Kill();
        await run.ExitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("cancelled", (await stage.CommandAsync("cancel", "--last", "-o", "json")).Expect(0).Json.GetProperty("outcome").GetString());
        await stage.NothingIsLeftAsync();
    }

    [Fact]
    public async Task Now_leaves_no_grace()
    {
        using var stage = await EndStage.CreateAsync(cluster, "now");
        using var run = stage.Script(Stubborn, "--grace", "10m");
        await stage.RunningPodAsync();
        (await stage.CommandAsync("cancel", "--last", "--now")).Expect(0);
        await stage.EndsAsync(run, 130, "cancelled", "cancelled");
    }

    [Fact]
    public async Task A_stubborn_agent_is_killed_when_its_grace_is_over()
    {
        using var stage = await EndStage.CreateAsync(cluster, "stubborn");
        using var run = stage.Script(Stubborn, "--grace", "1s", "--timeout", "1s");
        await stage.EndsAsync(run, 124, "timed_out", "timeout");
    }
}
