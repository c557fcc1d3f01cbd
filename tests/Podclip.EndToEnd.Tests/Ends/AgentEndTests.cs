using Podclip.Kubernetes.Client;

namespace Podclip.EndToEnd.Tests.Ends;

/// <summary>Ends that the agent itself makes.</summary>
public sealed class AgentEndTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Result = """
        echo '{"type":"system","subtype":"init","session_id":"5309bf57-5c1e-497f-87d5-4f53a72464a6","model":"m","tools":[],"cwd":"/"}'
        echo '{"type":"result","subtype":"success","is_error":false,"result":"done","session_id":"5309bf57-5c1e-497f-87d5-4f53a72464a6","num_turns":1,"total_cost_usd":0.5,"usage":{"input_tokens":3,"output_tokens":4}}'
        """;

    [Fact]
    public async Task An_exit_code_other_than_0()
    {
        using var stage = await EndStage.CreateAsync(cluster, "exits");
        using var run = stage.Script("echo oops >&2; exit 3");
        var result = await stage.EndsAsync(run, 1, "agent_failed", "agent_failed", "code 3");
        Assert.Equal(3, result.GetProperty("exitCode").GetInt32());
        Assert.Equal(3, result.GetProperty("evidence").GetProperty("markerExitCode").GetInt32());
    }

    [Fact]
    public async Task An_agent_that_is_killed()
    {
        using var stage = await EndStage.CreateAsync(cluster, "killed");
        using var run = stage.Script("kill -9 $$");
        await stage.EndsAsync(run, 1, "agent_failed", "agent_killed", "SIGKILL", "137");
    }

    [Fact]
    public async Task A_program_that_is_not_in_the_image()
    {
        using var stage = await EndStage.CreateAsync(cluster, "missing");
        using var run = stage.Start("run", "claude", "--image", "empty-host", "--prompt", "hello", "-e", "ANTHROPIC_API_KEY=none");
        await stage.EndsAsync(run, 4, "infrastructure_failed", "agent_not_found", "127");
    }

    [Fact]
    public async Task A_container_that_cannot_be_started()
    {
        using var stage = await EndStage.CreateAsync(cluster, "no-shell");
        cluster.AddImage(new() { Name = "no-shell", Env = new Dictionary<string, string> { ["PATH"] = "/nowhere" } });
        using var run = stage.Script("true", "--image", "no-shell");
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_container_start_failed", "sh");
    }

    [Fact]
    public async Task R10_An_agent_that_is_done_and_does_not_exit_ends_by_its_own_word()
    {
        using var stage = await EndStage.CreateAsync(cluster, "lingers");
        using var run = stage.FakeClaude($"{Result}\nexec sleep 600", "--exit-timeout", "1s");
        var result = await stage.EndsAsync(run, 0, "succeeded", null);
        Assert.Equal(("done", 4), (result.GetProperty("summary").GetString(), result.GetProperty("usage").GetProperty("outputTokens").GetInt32()));
        Assert.Equal("lingering", result.GetProperty("evidence").GetProperty("stopped").GetString());
    }

    [Fact]
    public async Task R11_An_agent_that_never_says_a_word()
    {
        using var stage = await EndStage.CreateAsync(cluster, "silent");
        using var run = stage.FakeClaude("exec sleep 600", "--silence-timeout", "1s");
        await stage.EndsAsync(run, 1, "agent_failed", "agent_silent", "printed nothing for 1 s");
    }

    [Fact]
    public async Task An_agent_that_asks_a_broken_model_again_and_again()
    {
        // 19 steps that lead nowhere, one that leads somewhere, and then no end of them.
        const string Loop = """
            i=0
            step() {
                echo '{"type":"step_start","sessionID":"ses_1","part":{"id":"a'$i'","messageID":"m'$i'","type":"step-start"}}'
                echo '{"type":"step_finish","sessionID":"ses_1","part":{"id":"b'$i'","reason":"'$1'","tokens":{"input":10,"output":0},"cost":0.01}}'
                i=$((i+1))
            }
            while [ $i -lt 19 ]; do step unknown; done
            step stop
            while :; do step unknown; sleep 0.02; done
            """;
        using var stage = await EndStage.CreateAsync(cluster, "loops");
        using var run = stage.FakeOpenCode(Loop);
        var result = await stage.EndsAsync(run, 1, "agent_failed", "agent_loop", "times in a row");
        Assert.Equal(("looping", "ses_1"), (result.GetProperty("evidence").GetProperty("stopped").GetString(), result.GetProperty("sessionId").GetString()));
        Assert.InRange(result.GetProperty("usage").GetProperty("inputTokens").GetInt64(), 400, 10_000);
    }

    [Fact]
    public async Task R28_An_agent_that_stops_in_the_middle()
    {
        using var stage = await EndStage.CreateAsync(cluster, "truncated");
        using var run = stage.FakeClaude(Result.Split('\n')[0]);
        await stage.EndsAsync(run, 1, "agent_failed", "agent_truncated", "never said how it ended");
    }

    [Fact]
    public async Task An_agent_whose_time_is_over()
    {
        using var stage = await EndStage.CreateAsync(cluster, "slow");
        using var run = stage.Script("echo working; trap 'echo stopping; exit 7' TERM; while :; do sleep 0.05; done", "--timeout", "1s");
        await stage.EndsAsync(run, 124, "timed_out", "timeout", "after 1s");
    }

    [Fact]
    public async Task R14_An_agent_that_takes_too_much_memory()
    {
        using var stage = await EndStage.CreateAsync(cluster, "greedy");
        var node = (await cluster.Client.ListAsync(ResourceTypes.Nodes, new ResourceSelector(null), TestContext.Current.CancellationToken)).Items.Single();
        Assert.SkipUnless(node.Metadata.Annotations?.GetValueOrDefault("podclip.dev/memory-limits") == "enforced", "no memory control group can be made here");
        using var run = stage.Script("head -c 400m /dev/zero | tail", "--memory", "64Mi");
        await stage.EndsAsync(run, 4, "infrastructure_failed", "k8s_out_of_memory", "out of memory");
    }
}
