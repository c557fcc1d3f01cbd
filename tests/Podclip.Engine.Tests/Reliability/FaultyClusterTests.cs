using System.Text;
using Podclip.Agents;
using Podclip.Engine.Tests.Cluster;
using Podclip.LocalCluster.Faults;
using Podclip.Soak;

namespace Podclip.Engine.Tests.Reliability;

/// <summary>
/// What broke others, one fault at a time: scenarios R3 to R26 of docs/reliability.md, each with its script. Whatever goes wrong, an agent
/// starts once, no line is lost or told twice without a word, and nothing is left.
/// </summary>
public sealed class FaultyClusterTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private SoakStage _stage = null!;
    private RunEngine _engine = null!;
    private int _number;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stage = await SoakStage.StartAsync();
        _engine = _stage.NewEngine();
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _stage.DisposeAsync();
    }

    [Theory]
    [InlineData("""{ "requests": [ { "fault": { "kind": "loseAnswer" }, "match": { "verb": "create,patch,delete" }, "probability": 0.6 } ], "seed": 1 }""")]
    [InlineData("""{ "requests": [ { "fault": { "kind": "duplicate" }, "match": { "verb": "create,patch,delete" } } ] }""")]
    public Task R03_A_write_whose_answer_is_lost_or_that_comes_twice_is_done_once(string script) => AllHoldAsync(script, runs: 8);

    [Theory]
    [InlineData("""{ "requests": [ { "fault": { "kind": "expire", "afterEvents": 1 }, "match": { "verb": "watch" } } ] }""")]
    [InlineData("""{ "requests": [ { "fault": { "kind": "cut", "afterMilliseconds": 150 }, "match": { "verb": "watch" } } ] }""")]
    [InlineData("""{ "requests": [ { "fault": { "kind": "refuse", "status": 410 }, "match": { "verb": "watch" }, "probability": 0.5 } ], "seed": 2 }""")]
    public Task R04_A_watch_that_expires_or_is_cut_misses_nothing(string script) => AllHoldAsync(script, runs: 4);

    [Theory]
    [InlineData(429, 1)]
    [InlineData(503, 1)]
    [InlineData(500, null)]
    [InlineData(504, null)]
    public Task R05_A_server_that_is_busy_restarts_or_has_no_leader_costs_only_time(int status, int? retryAfter) => AllHoldAsync(
        $$"""{ "requests": [ { "fault": { "kind": "refuse", "status": {{status}}, "retryAfterSeconds": {{(retryAfter is { } seconds ? seconds : "null")}} }, "probability": 0.3 } ], "seed": 5 }""",
        runs: 4);

    [Theory]
    [InlineData("""{ "requests": [ { "fault": { "kind": "goAway" }, "probability": 0.5 } ], "seed": 3 }""")]
    [InlineData("""{ "requests": [ { "fault": { "kind": "reset" }, "probability": 0.3 } ], "seed": 4 }""")]
    [InlineData("""{ "requests": [ { "fault": { "kind": "reset" }, "forSeconds": 3 } ] }""")]
    public Task R05_Connections_that_go_away_and_a_server_that_is_down_cost_only_time(string script) => AllHoldAsync(script, runs: 4);

    [Theory]
    [InlineData("""{ "requests": [ { "fault": { "kind": "cut", "afterMilliseconds": 40 }, "match": { "resource": "pods/log" } } ] }""")]
    [InlineData("""{ "requests": [ { "fault": { "kind": "cut", "afterBytes": 1111 }, "match": { "resource": "pods/log" }, "times": 6 } ] }""")]
    [InlineData("""{ "requests": [ { "fault": { "kind": "cut", "afterBytes": 1111 }, "match": { "resource": "pods/log" }, "times": 3 }, { "fault": { "kind": "repeatLines", "seconds": 60 }, "match": { "resource": "pods/log" } } ] }""")]
    public async Task R07_A_log_that_is_cut_again_and_again_loses_and_doubles_nothing(string script)
    {
        foreach (var seen in await AllHoldAsync(script, runs: 3))
        {
            Assert.DoesNotContain(Observation.Gap, seen.Lines);
        }
    }

    [Fact]
    public async Task R08_Lines_that_were_rotated_away_are_a_gap_that_is_told()
    {
        var seen = await AllHoldAsync(
            """{ "requests": [ { "fault": { "kind": "cut", "afterBytes": 900 }, "match": { "resource": "pods/log" }, "times": 1 }, { "fault": { "kind": "loseLines", "lines": 60 }, "match": { "resource": "pods/log" } } ] }""",
            runs: 1);
        Assert.Contains(Observation.Gap, seen.Single().Lines);
    }

    [Fact]
    public async Task R09_Long_lines_carriage_returns_broken_characters_and_an_unfinished_end_arrive_byte_for_byte()
    {
        _stage.Use(Parse("""{ "requests": [ { "fault": { "kind": "cut", "afterBytes": 300001 }, "match": { "resource": "pods/log" }, "times": 4 } ] }"""));
        var run = _engine.Start(Request("i=0; while [ $i -lt 100 ]; do echo $i; i=$((i+1)); done; head -c 1048576 /dev/zero | tr '\\0' x; echo; printf 'a\\rb\\n\\303\\n'; printf 'no end'"));
        Assert.Equal(RunOutcome.Succeeded, (await run.Completion.WaitAsync(Bound, Token)).Outcome);
        List<byte[]> lines = [];
        await foreach (var happened in run.FollowLinesAsync(0, Token))
        {
            Assert.IsNotType<RunEvent.Gap>(happened);
            if (happened is RunEvent.Line line)
            {
                lines.Add(line.Text.ToArray());
            }
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), lines.Take(100).Select(Encoding.ASCII.GetString));
        Assert.Equal(1048576, lines.Skip(100).TakeWhile(line => line.All(b => b == 'x')).Sum(line => line.Length));
        Assert.Equal(["a\rb"u8.ToArray(), [0xC3], "no end"u8.ToArray()], lines.TakeLast(3));
    }

    [Theory]
    [InlineData("loseNode", "k8s_node_lost")]
    [InlineData("evict", "k8s_pod_evicted")]
    [InlineData("preempt", "k8s_pod_preempted")]
    [InlineData("delete", "k8s_pod_gone")]
    public async Task R15_R16_A_pod_that_is_taken_away_is_named_and_never_started_again(string kind, string code)
    {
        _stage.Use(Parse($$"""{ "pods": [ { "kind": "{{kind}}", "forSeconds": 1, "labels": { "{{Draft.TakenLabel}}": "yes" }, "times": 1 } ] }"""));
        var request = Request($"echo start >>{_stage.Notes}/starts; echo working; sleep 60") with { AgentName = "taken", Labels = new Dictionary<string, string> { [Draft.TakenLabel] = "yes" } };
        var result = await _engine.Start(request).Completion.WaitAsync(Bound, Token);
        Assert.Equal((RunOutcome.InfrastructureFailed, code), (result.Outcome, result.ErrorCode));

        // The next run of the agent waits until the former's pod is gone, and starts then.
        Assert.Equal(RunOutcome.Succeeded, (await _engine.Start(request with { Prompt = "true"u8.ToArray() }).Completion.WaitAsync(Bound, Token)).Outcome);
        Assert.InRange(File.Exists($"{_stage.Notes}/starts") ? (await File.ReadAllLinesAsync($"{_stage.Notes}/starts", Token)).Length : 0, 0, 1);
        Assert.Empty(await _stage.LeftoversAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task R17_A_run_is_not_called_cancelled_while_its_pod_is_stuck()
    {
        _stage.Use(Parse("""{ "pods": [ { "kind": "stickTerminating", "afterMilliseconds": 1500, "forSeconds": 4 } ] }"""));
        var run = _engine.Start(Request("echo working; sleep 60"));
        await EngineHost.PrintedAsync(run, "working");
        run.Cancel();
        var result = await run.Completion.WaitAsync(Bound, Token);
        Assert.Equal(RunOutcome.Cancelled, result.Outcome);
        Assert.Empty(await _stage.LeftoversAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task R23_Places_are_given_back_whatever_became_of_their_runs()
    {
        _stage.Use(Parse("""
            { "requests": [ { "fault": { "kind": "refuse", "status": 403 }, "match": { "verb": "create" }, "probability": 0.3 }, { "fault": { "kind": "reset" }, "probability": 0.1 } ],
              "pods": [ { "kind": "delete", "probability": 0.3 } ], "seed": 9 }
            """));
        for (var i = 0; i < 3; i++)
        {
            // More runs at a time than the engine has places for.
            var runs = Enumerable.Range(0, 16).Select(_ => _engine.Start(Request("echo here"))).ToList();
            await Task.WhenAll(runs.Select(run => run.Completion)).WaitAsync(Bound, Token);
        }

        _stage.Use(FaultScript.None);
        Assert.Equal(RunOutcome.Succeeded, (await _engine.Start(Request("true")).Completion.WaitAsync(Bound, Token)).Outcome);
        Assert.Empty(await _stage.LeftoversAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public Task R25_A_node_whose_certificate_is_not_there_yet_is_waited_for() => AllHoldAsync(
        """{ "requests": [ { "fault": { "kind": "refuse", "status": 500, "message": "Get \"https://node:10250/containerLogs/x\": remote error: tls: internal error" }, "match": { "resource": "pods/log" }, "times": 3 } ] }""",
        runs: 1);

    [Fact]
    public async Task R02_A_run_whose_Job_is_gone_before_anybody_looked_is_of_unknown_outcome_and_not_started_again()
    {
        var run = _engine.Start(Request($"echo start >>{_stage.Notes}/starts; echo working; sleep 60"));
        await EngineHost.PrintedAsync(run, "working");
        await _engine.DisposeAsync();
        await _stage.Client.DeleteAsync(Kubernetes.Resources.ResourceTypes.Jobs, "default", run.Record.Job, Kubernetes.Client.PropagationPolicy.Background, cancellationToken: Token);
        _engine = _stage.NewEngine();
        var result = await _engine.Attach(_engine.Find(run.Id)!, AgentCatalogue.Get("shell")).Completion.WaitAsync(Bound, Token);
        Assert.NotEqual(RunOutcome.Succeeded, result.Outcome);
        Assert.NotNull(result.ErrorCode);
        Assert.Single(await File.ReadAllLinesAsync($"{_stage.Notes}/starts", Token));
    }

    [Theory]
    [InlineData(-7200)]
    [InlineData(7200)]
    public async Task R26_A_cluster_whose_clock_is_wrong_runs_waits_and_cancels_as_any_other(int skew)
    {
        await using var stage = await SoakStage.StartAsync(TimeSpan.FromSeconds(skew));
        await using var engine = stage.NewEngine();
        var holder = engine.Start(Request("echo holding; sleep 60", stage) with { AgentName = "one" });
        await EngineHost.PrintedAsync(holder, "holding");
        var waiting = engine.Start(Request("echo mine", stage) with { AgentName = "one" });
        holder.Cancel();
        Assert.Equal(RunOutcome.Cancelled, (await holder.Completion.WaitAsync(Bound, Token)).Outcome);
        Assert.Equal(RunOutcome.Succeeded, (await waiting.Completion.WaitAsync(Bound, Token)).Outcome);
        Assert.Equal(["mine"], await EngineHost.TranscriptAsync(waiting));
        var limited = await engine.Start(Request("sleep 60", stage) with { Timeout = TimeSpan.FromSeconds(1) }).Completion.WaitAsync(Bound, Token);
        Assert.Equal(RunOutcome.TimedOut, limited.Outcome);
        Assert.Empty(await stage.LeftoversAsync(TimeSpan.FromSeconds(30)));
    }

    private async Task<IReadOnlyList<Observation>> AllHoldAsync(string script, int runs)
    {
        _stage.Use(Parse(script));
        var session = new SoakSession(_stage, seed: 1, TimeSpan.Zero);
        var seen = await Task.WhenAll(Enumerable.Range(0, runs).Select(_ =>
            session.ObserveAsync(new Draft(Interlocked.Increment(ref _number), AgentName: null, Lines: 150, ExitCode: 0, CancelAfter: null, MayBeTaken: false)))).WaitAsync(Bound, Token);
        Assert.All(seen, observation => Assert.Equal(RunOutcome.Succeeded, observation.Result.Outcome));
        Assert.Empty(seen.SelectMany(RunChecker.Check));
        _stage.Use(FaultScript.None);
        await session.DisposeAsync();
        Assert.Empty(await _stage.LeftoversAsync(TimeSpan.FromSeconds(30)));
        return seen;
    }

    private RunRequest Request(string script, SoakStage? stage = null) => new Draft(++_number, null, 0, 0, null, MayBeTaken: false).ToRequest((stage ?? _stage).Notes) with { Prompt = Encoding.UTF8.GetBytes(script) };

    private static FaultScript Parse(string script) => FaultScript.Parse(Encoding.UTF8.GetBytes(script));
}
