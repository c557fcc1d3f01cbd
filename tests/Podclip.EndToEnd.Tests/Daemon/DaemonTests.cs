using System.Text.Json.Nodes;

namespace Podclip.EndToEnd.Tests.Daemon;

/// <summary>What becomes of runs when their daemon, or their caller, does not live as long as they do.</summary>
public sealed class DaemonTests(DaemonHost host) : IClassFixture<DaemonHost>
{
    private const int Kill = 9;
    private const int Terminate = 15;

    [Fact]
    public async Task R01_A_daemon_killed_ten_times_during_a_run_tells_every_line_once_and_in_order()
    {
        const int Lines = 10_000;
        var seed = Random.Shared.Next(1_000_000);
        TestContext.Current.SendDiagnosticMessage($"daemon killed: seed {seed}");
        var random = new Random(seed);
        var ask = DaemonHost.Ask("killed", "killed-agent", $"echo x >> {host.Home}/killed; i=0; while [ $i -lt {Lines} ]; do i=$((i+1)); echo \"line $i\"; [ $((i % 500)) = 0 ] && sleep 0.5; done; exit 0");
        await host.StartAsync();
        await host.PutAsync(ask);

        List<JsonObject> told = [];
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(4));
        for (var kills = 0; told.Count == 0 || told[^1]["type"]!.GetValue<string>() != "result"; kills++)
        {
            var until = kills < 10 ? told.Count + random.Next(1, 1100) : int.MaxValue;
            await foreach (var one in host.FollowAsync("killed", told.Count, bound.Token))
            {
                told.Add(one);
                if (told.Count >= until)
                {
                    break;
                }
            }

            if (kills < 10)
            {
                await host.StopAsync(Kill);
                await host.StartAsync();
                await host.PutAsync(ask);
            }
        }

        Assert.Equal(Enumerable.Range(1, told.Count), told.Select(one => one["seq"]!.GetValue<int>()));
        Assert.Equal(Enumerable.Range(1, Lines).Select(i => $"line {i}\n"), told.Select(one => one["text"]?.GetValue<string>() ?? "").Where(text => text.StartsWith("line ", StringComparison.Ordinal)));
        Assert.Equal(0, told[^1]["result"]!["exitCode"]!.GetValue<int>());
        Assert.Null(told[^1]["result"]!["errorMessage"]);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(host.Home, "killed"), TestContext.Current.CancellationToken));
        Assert.Equal(told.Select(one => one.ToJsonString()), (await host.ReadAllAsync("killed")).Select(one => one.ToJsonString()));
        await host.StopAsync(Terminate);
    }

    [Fact]
    public async Task R02_R29_A_daemon_that_is_told_to_stop_leaves_the_agent_running_and_the_next_one_tells_its_end_without_being_asked()
    {
        await host.StartAsync();
        await host.PutAsync(DaemonHost.Ask("left", "left-agent", Gate("left")));
        await host.UntilAsync("left", IsLine("begun"));
        Assert.Equal(0, await host.StopAsync(Terminate));
        Open("left");
        await host.StartAsync();
        var events = await host.ReadAllAsync("left");
        Assert.Equal(["begun\n", "done\n"], Lines(events));
        Assert.Equal(0, events[^1]["result"]!["exitCode"]!.GetValue<int>());
        await host.StopAsync(Terminate);
    }

    [Fact]
    public async Task A_cancel_is_carried_out_although_the_daemon_dies_with_it()
    {
        await host.StartAsync();
        await host.PutAsync(DaemonHost.Ask("cancelled", "cancelled-agent", "trap 'echo stopping; exit 9' TERM; echo begun; while :; do sleep 0.05; done"));
        await host.UntilAsync("cancelled", IsLine("begun"));
        await host.CancelAsync("cancelled");
        await host.StopAsync(Kill);
        await host.StartAsync();
        var result = (await host.ReadAllAsync("cancelled"))[^1]["result"]!;
        Assert.Equal("cancelled", result["errorCode"]!.GetValue<string>());
        Assert.Equal("acknowledged", result["resultJson"]!["executionCancellation"]!["state"]!.GetValue<string>());
        await host.StopAsync(Terminate);
    }

    [Fact]
    public async Task A_daemon_killed_as_it_launches_starts_the_agent_once_when_it_is_asked_again()
    {
        var seed = Random.Shared.Next(1_000_000);
        TestContext.Current.SendDiagnosticMessage($"killed at launch: seed {seed}");
        var random = new Random(seed);
        await host.StartAsync();
        for (var i = 0; i < 8; i++)
        {
            var ask = DaemonHost.Ask($"launch-{i}", $"launch-agent-{i}", $"echo x >> {host.Home}/launch-{i}; echo done");
            await host.PutAsync(ask);

            // Somewhere between the request and the running pod: that takes some 400 ms.
            await Task.Delay(random.Next(500), TestContext.Current.CancellationToken);
            await host.StopAsync(Kill);
            await host.StartAsync();
            await host.PutAsync(ask);
            var events = await host.ReadAllAsync($"launch-{i}");
            Assert.Equal((null, "done\n"), (events[^1]["result"]!["errorMessage"]?.GetValue<string>(), Assert.Single(Lines(events))));
            Assert.Single(await File.ReadAllLinesAsync(Path.Combine(host.Home, $"launch-{i}"), TestContext.Current.CancellationToken));
        }

        await host.StopAsync(Terminate);
    }

    [Fact]
    public async Task A_daemon_whose_lifeline_is_cut_ends_when_its_last_run_does()
    {
        await host.StartAsync(lifeline: true);
        await host.PutAsync(DaemonHost.Ask("lifeline", "lifeline-agent", Gate("lifeline")));
        await host.UntilAsync("lifeline", IsLine("begun"));
        host.CutLifeline();
        await host.UntilLoggedAsync("no new runs are taken");
        var reading = host.ReadAllAsync("lifeline");
        Open("lifeline");
        Assert.Equal(["begun\n", "done\n"], Lines(await reading));
        Assert.Equal(0, await host.EndedAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task An_embedded_cluster_that_is_killed_under_a_run_is_started_again_and_the_run_goes_on()
    {
        await host.StartAsync();
        await host.PutAsync(DaemonHost.Ask("cluster", "cluster-agent", Gate("cluster")));
        await host.UntilAsync("cluster", IsLine("begun"));
        var killed = host.KillCluster();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (host.ClusterPid() is not { } pid || pid == killed)
        {
            await Task.Delay(50, bound.Token);
        }

        Open("cluster");
        var events = await host.ReadAllAsync("cluster");
        Assert.Equal(["begun\n", "done\n"], Lines(events));
        Assert.Equal(0, events[^1]["result"]!["exitCode"]!.GetValue<int>());
        await host.StopAsync(Terminate);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_next_run_of_a_task_takes_up_what_its_lost_caller_was_never_told(bool isOver)
    {
        var name = $"former-{(isOver ? "over" : "live")}";
        await host.StartAsync();
        await host.PutAsync(DaemonHost.Ask(name, $"{name}-agent", Gate(name)));
        await host.UntilAsync(name, IsLine("begun"));

        // Paperclip is killed: nobody follows any more, and the next server starts another daemon.
        await host.StopAsync(Kill);
        if (isOver)
        {
            Open(name);
        }

        await host.StartAsync();
        if (isOver)
        {
            await host.UntilLoggedAsync($"run {name}: finished");
        }

        await host.PutAsync(DaemonHost.Ask($"{name}-next", $"{name}-agent", "echo next"));
        await host.UntilAsync($"{name}-next", told => told["text"]?.GetValue<string>().Contains("Reattaching to in-flight K8s Job", StringComparison.Ordinal) == true);
        Open(name);
        var events = await host.ReadAllAsync($"{name}-next");
        Assert.Equal(["begun\n", "done\n", "next\n"], Lines(events));
        Assert.Null(events[^1]["result"]!["errorMessage"]);

        // It is told once: the run after that one has nothing to take up.
        await host.PutAsync(DaemonHost.Ask($"{name}-third", $"{name}-agent", "echo third"));
        Assert.Equal(["third\n"], Lines(await host.ReadAllAsync($"{name}-third")));
        await host.StopAsync(Terminate);
    }

    [Fact]
    public async Task What_was_cancelled_is_not_taken_up_although_nobody_was_told_its_end()
    {
        await host.StartAsync();
        await host.PutAsync(DaemonHost.Ask("unwanted", "unwanted-agent", "trap 'exit 9' TERM; echo begun; while :; do sleep 0.05; done"));
        await host.UntilAsync("unwanted", IsLine("begun"));
        await host.CancelAsync("unwanted");
        await host.UntilLoggedAsync("run unwanted: finished");
        await host.PutAsync(DaemonHost.Ask("wanted", "unwanted-agent", "echo wanted"));
        var events = await host.ReadAllAsync("wanted");
        Assert.Equal(["wanted\n"], Lines(events));
        Assert.Null(events[^1]["result"]!["errorMessage"]);
        await host.StopAsync(Terminate);
    }

    private string Gate(string name) => $"echo begun; until [ -e {host.Home}/{name}.go ]; do sleep 0.05; done; echo done";

    private void Open(string name) => File.WriteAllText(Path.Combine(host.Home, $"{name}.go"), "");

    private static Func<JsonObject, bool> IsLine(string text) => told => told["text"]?.GetValue<string>() == $"{text}\n";

    private static IEnumerable<string> Lines(IEnumerable<JsonObject> events) =>
        events.Select(told => told["text"]?.GetValue<string>()).OfType<string>().Where(text => !text.StartsWith("[paperclip]", StringComparison.Ordinal));
}
