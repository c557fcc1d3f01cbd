using System.Security.Cryptography;
using System.Text;
using Podclip.Engine.Journal;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Resources;

namespace Podclip.Engine.Tests.Cluster;

public class RunTests(ClusterFixture fixture)
{
    [Fact]
    public async Task A_script_runs_and_leaves_nothing_behind()
    {
        await using var host = new EngineHost(fixture);
        var run = host.Engine.Start(EngineHost.Script("echo one\necho two >&2\nprintf three"));
        var result = await run.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal((RunOutcome.Succeeded, 0, null), (result.Outcome, result.ExitCode, result.ErrorMessage));
        var lines = await EngineHost.TranscriptAsync(run);
        Assert.Equal(["one", "three", "two"], lines.Order(StringComparer.Ordinal));
        Assert.NotNull(result.Timings.RanSec);
        await host.NothingIsLeftAsync(run.Id);
    }

    [Theory]
    [InlineData("exit 3", 3, RunOutcome.AgentFailed)]
    [InlineData("kill -KILL $$", 137, RunOutcome.AgentFailed)]
    [InlineData("exit 0", 0, RunOutcome.Succeeded)]
    public async Task The_exit_code_is_the_agents_own(string script, int exitCode, RunOutcome outcome)
    {
        await using var host = new EngineHost(fixture);
        var result = await host.RunAsync(EngineHost.Script(script));
        Assert.Equal((outcome, exitCode), (result.Outcome, result.ExitCode));
    }

    [Fact]
    public async Task Processes_the_agent_leaves_running_do_not_keep_the_run()
    {
        await using var host = new EngineHost(fixture);
        var result = await host.RunAsync(EngineHost.Script("sleep 600 &\n(sleep 600; echo never) &\necho done"));
        Assert.Equal(RunOutcome.Succeeded, result.Outcome);
        Assert.True(result.Timings.TotalSec < 50);
    }

    [Fact]
    public async Task A_script_of_several_megabytes_arrives_byte_for_byte()
    {
        await using var host = new EngineHost(fixture);
        var data = new StringBuilder();
        var random = new Random(7);
        while (data.Length < 2_500_000)
        {
            data.Append(Convert.ToBase64String(RandomNumberGenerator.GetBytes(57))).Append(" $(HOME) $$ '\" 🌍 ").Append(random.Next()).Append('\n');
        }

        // A prompt of several Secrets is put together in a file before the agent reads it.
        var script = Encoding.UTF8.GetBytes("sha256sum < /tmp/.podclip-stdin; exit\n" + data);
        var result = await host.RunAsync(EngineHost.Script("") with { Prompt = script });
        Assert.Equal(RunOutcome.Succeeded, result.Outcome);
        Assert.StartsWith(Convert.ToHexStringLower(SHA256.HashData(script)), result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_agent_hears_TERM_and_what_it_says_then_is_kept()
    {
        await using var host = new EngineHost(fixture);
        var run = host.Engine.Start(EngineHost.Script("trap 'echo heard TERM; exit 9' TERM\necho ready\nwhile :; do sleep 0.05; done"));
        await EngineHost.PrintedAsync(run, "ready");
        run.Cancel();
        var result = await run.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal((RunOutcome.Cancelled, "cancelled", 9), (result.Outcome, result.ErrorCode, result.ExitCode));
        Assert.Equal(["ready", "heard TERM"], await EngineHost.TranscriptAsync(run));
        await host.NothingIsLeftAsync(run.Id);
    }

    [Fact]
    public async Task A_second_cancel_ends_the_grace()
    {
        await using var host = new EngineHost(fixture);
        var run = host.Engine.Start(EngineHost.Script("trap 'echo ignored' TERM\necho ready\nwhile :; do sleep 0.05; done") with { Grace = TimeSpan.FromMinutes(5) });
        await EngineHost.PrintedAsync(run, "ready");
        run.Cancel();
        await EngineHost.PrintedAsync(run, "ignored");
        run.Cancel();
        var result = await run.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(RunOutcome.Cancelled, result.Outcome);
        await host.NothingIsLeftAsync(run.Id);
    }

    [Fact]
    public async Task A_run_is_stopped_when_its_time_is_over()
    {
        await using var host = new EngineHost(fixture);
        var result = await host.RunAsync(EngineHost.Script("echo working; sleep 600") with { Timeout = TimeSpan.FromSeconds(1) });
        Assert.Equal((RunOutcome.TimedOut, "timeout"), (result.Outcome, result.ErrorCode));
        Assert.Equal("Timed out after 1s.", result.ErrorMessage);
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_is_named()
    {
        await using var host = new EngineHost(fixture);
        var result = await host.RunAsync(EngineHost.Script("echo hi") with { Image = "no.invalid/such:1" });
        Assert.Equal((RunOutcome.InfrastructureFailed, "k8s_image_pull_failed"), (result.Outcome, result.ErrorCode));
        Assert.Contains("no.invalid/such:1", result.ErrorMessage, StringComparison.Ordinal);
        await host.NothingIsLeftAsync(result.RunId);
    }

    [Fact]
    public async Task A_HOME_of_its_own_outlives_the_run()
    {
        await using var host = new EngineHost(fixture);
        var home = new HomeVolume.Claim("podclip-home-test");
        Assert.Equal(RunOutcome.Succeeded, (await host.RunAsync(EngineHost.Script("echo kept > ~/note") with { Home = home })).Outcome);
        var second = await host.RunAsync(EngineHost.Script("cat ~/note") with { Home = home });
        Assert.Equal("kept", second.Summary);
    }

    [Fact]
    public async Task S07_Secret_values_do_not_reach_the_journal()
    {
        await using var host = new EngineHost(fixture);
        var run = host.Engine.Start(EngineHost.Script("echo \"token=$MY_TOKEN public=$PLAIN\"; printf %s \"$MY_TOKEN\" | base64") with
        {
            Environment = new Dictionary<string, string> { ["MY_TOKEN"] = "canary-0123456789", ["PLAIN"] = "canary-visible" },
        });
        await run.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(["token=*** public=canary-visible", "***"], (await EngineHost.TranscriptAsync(run)).Select(line => line.StartsWith("***", StringComparison.Ordinal) ? "***" : line));
        foreach (var file in Directory.EnumerateFiles(host.State.Path, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("canary-0123456789", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_second_run_for_the_same_agent_is_told_who_holds_it()
    {
        await using var first = new EngineHost(fixture);
        await using var second = new EngineHost(fixture);
        var holder = first.Engine.Start(EngineHost.Script("echo ready; sleep 600") with { AgentName = "one-at-a-time" });
        await EngineHost.PrintedAsync(holder, "ready");
        var refused = await second.RunAsync(EngineHost.Script("echo never") with { AgentName = "one-at-a-time", QueueTimeout = TimeSpan.Zero });
        Assert.Equal((RunOutcome.AgentBusy, "k8s_concurrent_run_blocked"), (refused.Outcome, refused.ErrorCode));
        Assert.Contains(holder.Id, refused.ErrorMessage, StringComparison.Ordinal);
        await second.NothingIsLeftAsync(refused.RunId);
        holder.Cancel();
        await holder.Completion.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var third = await second.RunAsync(EngineHost.Script("echo my turn") with { AgentName = "one-at-a-time" });
        Assert.Equal((RunOutcome.Succeeded, "my turn"), (third.Outcome, third.Summary));
    }

    [Fact]
    public async Task A_run_that_its_engine_let_go_of_is_taken_up_with_a_complete_transcript()
    {
        using var state = new TemporaryDirectory();
        string id;
        await using (var first = new EngineHost(fixture, state.Path))
        {
            var run = first.Engine.Start(EngineHost.Script("i=0; while [ $i -lt 400 ]; do echo line $i; i=$((i+1)); sleep 0.01; done"));
            id = run.Id;
            await EngineHost.PrintedAsync(run, "line 50");
        }

        await using var second = new EngineHost(fixture, state.Path);
        var record = new RunStore(second.State).Find(id)!;
        var resumed = second.Engine.Attach(record, Podclip.Agents.AgentCatalogue.Get(record.Agent));
        var result = await resumed.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(RunOutcome.Succeeded, result.Outcome);
        Assert.Equal(Enumerable.Range(0, 400).Select(i => $"line {i}"), await EngineHost.TranscriptAsync(resumed));
        await second.NothingIsLeftAsync(id);
    }

    [Fact]
    public async Task S07_A_run_whose_name_was_taken_before_its_end_was_told_still_shows_no_secret()
    {
        using var state = new TemporaryDirectory();
        string id;
        await using (var first = new EngineHost(fixture, state.Path))
        {
            var run = first.Engine.Start(EngineHost.Script("echo begun; sleep 0.5; echo token $API_TOKEN.") with { AgentName = "handed-on", Environment = new Dictionary<string, string> { ["API_TOKEN"] = "canary-of-the-first" } });
            id = run.Id;
            await EngineHost.PrintedAsync(run, "begun");
        }

        await JobEndedAsync(id);
        await using (var other = new EngineHost(fixture))
        {
            Assert.Equal(RunOutcome.Succeeded, (await other.RunAsync(EngineHost.Script("true") with { AgentName = "handed-on" })).Outcome);
        }

        await using var second = new EngineHost(fixture, state.Path);
        var resumed = second.Engine.Attach(new RunStore(second.State).Find(id)!, Podclip.Agents.AgentCatalogue.Get("shell"));
        Assert.Equal(RunOutcome.Succeeded, (await resumed.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).Outcome);
        var lines = await EngineHost.TranscriptAsync(resumed);
        Assert.Equal(2, lines.Count);
        Assert.DoesNotContain("canary", lines[1], StringComparison.Ordinal);
        await second.NothingIsLeftAsync(id);
    }

    private async Task JobEndedAsync(string runId)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        await foreach (var change in fixture.Client.WatchAsync(ResourceTypes.Jobs, new ResourceSelector("default", Labels: $"podclip.dev/run-id={runId}"), null, bound.Token))
        {
            if (change.Object.Status?.Conditions?.Any(condition => condition is { Type: "Complete", Status: "True" }) == true)
            {
                return;
            }
        }
    }
}
