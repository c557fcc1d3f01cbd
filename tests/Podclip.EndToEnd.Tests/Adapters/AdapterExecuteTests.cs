using System.Text.Json.Nodes;

namespace Podclip.EndToEnd.Tests.Adapters;

/// <summary>Both adapters with their real agents, asked as a real Paperclip asked.</summary>
[Trait("Needs", "claude")]
[Trait("Needs", "opencode")]
public sealed class AdapterExecuteTests(AdapterHost host) : IClassFixture<AdapterHost>
{
    private const string Sample = "ctx-issue-assigned.json";

    public static TheoryData<string> Types => ["claude_k8s", "opencode_k8s"];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_session_begins_and_goes_on(string type)
    {
        var agent = "session-" + type.Replace('_', '-');
        var first = await host.ExecuteAsync(type, host.Context(type, Sample, agent, "Work [[scenario:bash command=\"echo key=$PAPERCLIP_API_KEY task=$PAPERCLIP_TASK_ID\"]]"));
        var session = first.Text("sessionId")!;
        Assert.Null(first.Text("errorMessage"));
        Assert.Equal((0, session, session), (first.Result["exitCode"]!.GetValue<int>(), first.Text("sessionDisplayId"), first.Result["sessionParams"]!["sessionId"]!.GetValue<string>()));
        Assert.Equal("per_run", first.Text("usageBasis"));
        Assert.True(first.Result["usage"]!["outputTokens"]!.GetValue<long>() > 0);
        Assert.Single(first.Of("meta"));
        Assert.Single(first.Of("dispatch"));
        Assert.Contains("[paperclip] Created K8s Job: ", first.Log, StringComparison.Ordinal);
        Assert.Contains("task=ed92aece-1d60-404e-a4aa-cc4bc6097e30", first.Log, StringComparison.Ordinal);
        Assert.Contains(first.Of("progress"), line => string.Equals(line["progress"]!["currentToolName"]?.GetValue<string>(), "bash", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("canary", string.Concat(first.Callbacks.Select(line => line.ToJsonString())) + first.Result.ToJsonString(), StringComparison.Ordinal);

        var asked = host.Requests.Count;
        var context = host.Context(type, "ctx-resume.json", agent, "Work");
        context["runtime"] = new JsonObject { ["sessionId"] = session, ["sessionParams"] = new JsonObject { ["sessionId"] = session }, ["sessionDisplayId"] = session, ["taskKey"] = "task" };
        var second = await host.ExecuteAsync(type, context);
        Assert.Equal((session, null), (second.Text("sessionId"), second.Text("errorMessage")));
        Assert.Contains("Paperclip Resume Delta", second.Of("meta").Single()["meta"]!["prompt"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(host.WasTold("Paperclip Resume Delta", asked));
    }

    [Theory]
    [InlineData("ctx-issue-assigned.json")]
    [InlineData("ctx-manual.json")]
    [InlineData("ctx-resume.json")]
    [InlineData("ctx-retry.json")]
    [InlineData("ctx-handoff.json")]
    public async Task Whatever_a_real_Paperclip_sent_is_executed(string sample)
    {
        var lines = await host.ExecuteAsync("claude_k8s", host.Context("claude_k8s", sample, "samples", "Work [[scenario:plain]]"));
        Assert.Equal((null, 0), (lines.Text("errorMessage"), lines.Result["exitCode"]!.GetValue<int>()));
        Assert.NotEmpty(lines.Text("summary")!);
    }

    [Fact]
    public async Task Servers_of_the_model_context_protocol_reach_the_agent()
    {
        var context = host.Context("claude_k8s", "ctx-manual.json", "mcp", "Work [[scenario:plain]]");
        context["runtimeMcp"] = new JsonObject
        {
            ["servers"] = new JsonArray(new JsonObject { ["name"] = "Paperclip projects", ["url"] = "http://127.0.0.1:9/mcp", ["token"] = "canary-of-the-server", ["connectionId"] = "paperclip-project-tools" }),
        };
        var lines = await host.ExecuteAsync("claude_k8s", context);
        Assert.Null(lines.Text("errorMessage"));
        Assert.Contains("\"name\":\"paperclip-project-tools\"", lines.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-of-the-server", string.Concat(lines.Callbacks.Select(line => line.ToJsonString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude_k8s", "11111111-2222-3333-4444-555555555555")]
    [InlineData("opencode_k8s", "ses_00000000000000000000000000")]
    public async Task A_session_that_is_not_there_is_forgotten(string type, string session)
    {
        var context = host.Context(type, Sample, "lost-" + type.Replace('_', '-'), "Work");
        context["runtime"]!["sessionParams"] = new JsonObject { ["sessionId"] = session };
        var lines = await host.ExecuteAsync(type, context);
        Assert.Equal(("session_unavailable", true), (lines.Text("errorCode"), lines.Result["clearSession"]!.GetValue<bool>()));
        Assert.Equal("bootstrap", lines.Result["executionRecovery"]!["kind"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_limit_of_turns_ends_a_run_without_the_hosts_word_for_it()
    {
        var context = host.Context("claude_k8s", Sample, "turns", "Work [[scenario:turns count=20 delay=0]]");
        context["config"]!["maxTurnsPerRun"] = "2";
        var lines = await host.ExecuteAsync("claude_k8s", context);
        Assert.Equal("agent_max_turns", lines.Text("errorCode"));
        Assert.Equal("continue_conversation_v1", lines.Result["resultJson"]!["conversationContinuation"]!.GetValue<string>());
        Assert.NotNull(lines.Text("sessionId"));
        Assert.False(lines.Result["clearSession"]?.GetValue<bool>() ?? false);
    }

    [Theory]
    [InlineData("claude_k8s", "toolerror")]
    [InlineData("opencode_k8s", "toolerror")]
    [InlineData("claude_k8s", "error429 times=1")]
    [InlineData("opencode_k8s", "error429 times=1")]
    [InlineData("claude_k8s", "cut")]
    [InlineData("opencode_k8s", "cut")]
    public async Task What_the_agent_gets_over_is_no_failure(string type, string scenario)
    {
        var lines = await host.ExecuteAsync(type, host.Context(type, "ctx-manual.json", "over-" + type.Replace('_', '-'), $"Work [[scenario:{scenario}]]"));
        Assert.Equal((null, null, 0), (lines.Text("errorCode"), lines.Text("errorMessage"), lines.Result["exitCode"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("claude_k8s", "error401", "agent_login_required")]
    [InlineData("opencode_k8s", "error401", "agent_login_required")]
    [InlineData("claude_k8s", "empty", "llm_api_error")]
    [InlineData("opencode_k8s", "empty", "agent_loop")]
    public async Task What_it_does_not_is_one_with_a_name(string type, string scenario, string code)
    {
        var lines = await host.ExecuteAsync(type, host.Context(type, Sample, $"fails-{type.Replace('_', '-')}", $"Work [[scenario:{scenario}]]"));
        Assert.Equal(code, lines.Text("errorCode"));
        Assert.NotNull(lines.Text("errorMessage"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_prompt_of_a_megabyte_arrives(string type)
    {
        var lines = await host.ExecuteAsync(type, host.Context(type, "ctx-manual.json", "large-" + type.Replace('_', '-'), "Work [[scenario:plain]] " + new string('x', 1_000_000)));
        Assert.Equal((null, 0), (lines.Text("errorMessage"), lines.Result["exitCode"]!.GetValue<int>()));
        Assert.True(lines.Of("meta").Single()["meta"]!["promptMetrics"]!["heartbeatPromptChars"]!.GetValue<double>() > 1_000_000);
    }

    [Fact]
    public async Task Instructions_reach_the_model_on_each_run_of_a_session()
    {
        var context = host.Context("claude_k8s", "ctx-manual.json", "instructed", "Work [[scenario:plain]]");
        var file = Path.Combine(context["context"]!["paperclipWorkspace"]!["cwd"]!.GetValue<string>(), "AGENTS.md");
        context["config"]!["instructionsFilePath"] = file;
        await File.WriteAllTextAsync(file, "First rule: alpha.", TestContext.Current.CancellationToken);
        var first = await host.ExecuteAsync("claude_k8s", context);
        Assert.True(host.WasTold("First rule: alpha."));

        await File.WriteAllTextAsync(file, "Second rule: beta.", TestContext.Current.CancellationToken);
        context["runId"] = Guid.NewGuid().ToString();
        context["runtime"]!["sessionParams"] = new JsonObject { ["sessionId"] = first.Text("sessionId") };
        (await host.ExecuteAsync("claude_k8s", context)).Result.TryGetPropertyValue("errorMessage", out var message);
        Assert.Null(message);
        Assert.True(host.WasTold("Second rule: beta."));
    }

    [Fact]
    public async Task A_cancelled_run_is_acknowledged_and_may_go_on()
    {
        var asked = host.Requests.Count;
        using var process = host.Start("claude_k8s", host.Context("claude_k8s", Sample, "cancelled", "Work [[scenario:turns count=1000 delay=1]]"));
        await host.UntilToldAsync("count=1000", asked);
        process.Interrupt();
        var lines = ExecutionLines.Read((await process.ExitAsync(TimeSpan.FromSeconds(60))).Expect(0));
        Assert.Equal("cancelled", lines.Text("errorCode"));
        Assert.Equal("acknowledged", lines.Result["resultJson"]!["executionCancellation"]!["state"]!.GetValue<string>());
        Assert.Contains("[paperclip] Run cancelled externally", lines.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_is_run_with_all_that_tells_of_its_task()
    {
        var context = host.Context("shell_k8s", Sample, "script", "");
        context["config"]!["script"] = "echo \"task $PAPERCLIP_TASK_ID\"; test -n \"$PAPERCLIP_API_KEY\"";
        var lines = await host.ExecuteAsync("shell_k8s", context);
        Assert.Equal((null, "task ed92aece-1d60-404e-a4aa-cc4bc6097e30"), (lines.Text("errorMessage"), lines.Text("summary")));

        context["runId"] = Guid.NewGuid().ToString();
        context["config"]!["script"] = " ";
        Assert.Equal("k8s_config_invalid", (await host.ExecuteAsync("shell_k8s", context)).Text("errorCode"));
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_read_is_refused_before_anything_is_created()
    {
        var context = host.Context("claude_k8s", "ctx-manual.json", "bad", "Work");
        context["config"]!["timeoutSec"] = "soon";
        context["config"]!["labels"] = 5;
        var lines = await host.ExecuteAsync("claude_k8s", context);
        Assert.Equal("k8s_config_invalid", lines.Text("errorCode"));
        Assert.All((string[])["timeoutSec", "labels"], key => Assert.Contains(key, lines.Text("errorMessage"), StringComparison.Ordinal));
        Assert.Empty(lines.Callbacks);
    }
}
