using System.Text.Json.Nodes;

namespace Podclip.EndToEnd.Tests.Adapters;

/// <summary>What is done about Jobs that an earlier Paperclip server left running.</summary>
[Trait("Needs", "claude")]
public sealed class OrphanTests(AdapterHost host) : IClassFixture<AdapterHost>
{
    private const string Type = "claude_k8s";
    private const string Sample = "ctx-issue-assigned.json";

    [Fact]
    public async Task The_tasks_former_run_is_followed_to_its_end_and_then_the_new_prompt_is_delivered()
    {
        var former = host.Context(Type, Sample, "reattach", "Former [[scenario:turns count=4 delay=1]]");
        await AbandonAsync(former, "count=4");

        var asked = host.Requests.Count;
        var lines = await host.ExecuteAsync(Type, host.Context(Type, Sample, "reattach", "New"));
        Assert.Null(lines.Text("errorMessage"));
        Assert.Contains("[paperclip] Reattaching to in-flight K8s Job ac-reattach-", lines.Log, StringComparison.Ordinal);
        Assert.Equal(2, lines.Log.Split("\"type\":\"result\"").Length - 1);
        Assert.Contains("the session was resumed", lines.Text("summary"), StringComparison.Ordinal);
        Assert.True(host.WasTold("Paperclip Resume Delta", asked));

        // The former session went on, and both runs are paid for.
        Assert.Equal(2, host.Requests[^1].Prompts);
        Assert.True(lines.Result["costUsd"]!.GetValue<decimal>() > 0);
        Assert.Single(lines.Of("meta"));
    }

    [Fact]
    public async Task The_same_run_asked_for_again_is_rejoined()
    {
        var context = host.Context(Type, Sample, "rejoin", "Once [[scenario:turns count=3 delay=1]]");
        await AbandonAsync(context, "count=3");
        var lines = await host.ExecuteAsync(Type, context);
        Assert.Null(lines.Text("errorMessage"));
        Assert.Single(lines.Log.Split("\"type\":\"result\"")[1..]);
    }

    [Fact]
    public async Task The_same_run_asked_for_again_after_its_end_is_told_how_it_ended()
    {
        var context = host.Context(Type, Sample, "late", "Once [[scenario:turns count=2 delay=1]]");
        await AbandonAsync(context, "count=2");
        await host.UntilJobEndedAsync("late");
        var lines = await host.ExecuteAsync(Type, context);
        Assert.Null(lines.Text("errorMessage"));
        Assert.True(lines.Result["costUsd"]!.GetValue<decimal>() > 0);
    }

    [Fact]
    public async Task Another_session_of_the_task_is_neither_taken_up_nor_disturbed()
    {
        var context = host.Context(Type, Sample, "mismatch", "Former [[scenario:turns count=3 delay=1]]");
        await AbandonAsync(context, "count=3");
        var first = await host.ExecuteAsync(Type, Disabled(host.Context(Type, Sample, "mismatch", "New")));
        Assert.Equal(("k8s_concurrent_run_blocked", "transient_upstream"), (first.Text("errorCode"), first.Text("errorFamily")));
        Assert.Equal("bootstrap", first.Result["executionRecovery"]!["kind"]!.GetValue<string>());
        Assert.Null((await host.ExecuteAsync(Type, context)).Text("errorMessage"));
    }

    [Fact]
    public async Task A_Job_of_the_TypeScript_adapter_is_waited_for()
    {
        await host.ExecuteAsync(Type, host.Context(Type, Sample, "legacy", "First [[scenario:plain]]"));
        await host.CreateJobAsync(LegacyJob("legacy", "sleep 3"));
        var lines = await host.ExecuteAsync(Type, host.Context(Type, Sample, "legacy", "New [[scenario:plain]]"));
        Assert.Null(lines.Text("errorMessage"));
        Assert.Contains("[paperclip] Waiting for concurrent Job(s) to finish before starting: ac-legacy", lines.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancel_reaches_the_run_that_was_taken_up()
    {
        await AbandonAsync(host.Context(Type, Sample, "stopped", "Former [[scenario:turns count=1000 delay=1]]"), "count=1000");
        var asked = host.Requests.Count;
        using var process = host.Start(Type, host.Context(Type, Sample, "stopped", "New"));
        await host.UntilAskedAsync(asked + 3);
        process.Interrupt();
        var lines = ExecutionLines.Read((await process.ExitAsync(TimeSpan.FromSeconds(60))).Expect(0));
        Assert.Equal("cancelled", lines.Text("errorCode"));
        Assert.Equal("acknowledged", lines.Result["resultJson"]!["executionCancellation"]!["state"]!.GetValue<string>());
        Assert.DoesNotContain("Paperclip Resume Delta", lines.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_another_task_waits_and_says_for_whom_before_anything_is_created()
    {
        using var first = await StartAsync(host.Context(Type, Sample, "busy", "First [[scenario:turns count=4 delay=1]]"), "count=4");

        var context = host.Context(Type, Sample, "busy", "Second [[scenario:plain]]");
        context["context"]!["taskId"] = "another-task";
        var second = await host.ExecuteAsync(Type, context);
        var told = ExecutionLines.Read((await first.ExitAsync(TimeSpan.FromMinutes(1))).Expect(0));
        Assert.Equal((null, null), (told.Text("errorMessage"), second.Text("errorMessage")));
        var waiting = second.Callbacks.ToList().FindIndex(line => line["progress"]?["message"]?.GetValue<string>().Contains("is busy with run", StringComparison.Ordinal) == true);
        var dispatch = second.Callbacks.ToList().FindIndex(line => line["on"]!.GetValue<string>() == "dispatch");
        Assert.InRange(waiting, 0, dispatch);
        Assert.Contains("this run is next", second.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_may_not_wait_is_told_so_and_may_be_tried_again()
    {
        using var first = await StartAsync(host.Context(Type, Sample, "impatient", "First [[scenario:turns count=3 delay=1]]"), "count=3");

        var context = host.Context(Type, Sample, "impatient", "Second [[scenario:plain]]");
        context["config"]!["queueTimeoutSec"] = "0";
        var lines = await host.ExecuteAsync(Type, context);
        Assert.Equal(("k8s_concurrent_run_blocked", "transient_upstream"), (lines.Text("errorCode"), lines.Text("errorFamily")));
        Assert.Equal("bootstrap", lines.Result["executionRecovery"]!["kind"]!.GetValue<string>());
        (await first.ExitAsync(TimeSpan.FromMinutes(1))).Expect(0);
    }

    private static JsonObject Disabled(JsonObject context)
    {
        context["config"]!["reattachOrphanedJobs"] = "false";
        return context;
    }

    /// <summary>Starts a run; its agent is at work when this returns.</summary>
    private async Task<PodclipProcess> StartAsync(JsonObject context, string sign)
    {
        var asked = host.Requests.Count;
        var process = host.Start(Type, context);
        await host.UntilToldAsync(sign, asked);
        return process;
    }

    private async Task AbandonAsync(JsonObject context, string sign)
    {
        using var process = await StartAsync(context, sign);
        process.Kill();
        await process.ExitAsync(TimeSpan.FromSeconds(10));
    }

    private static Job LegacyJob(string agent, string script)
    {
        var job = ShellJob.Of("default", $"ac-{agent}", script);
        return job with
        {
            Metadata = job.Metadata with
            {
                Labels = new Dictionary<string, string>
                {
                    ["paperclip.io/agent-id"] = agent,
                    ["paperclip.io/adapter-type"] = Type,
                    ["paperclip.io/run-id"] = "earlier",
                    ["paperclip.io/task-id"] = "another-task",
                },
            },
        };
    }
}
