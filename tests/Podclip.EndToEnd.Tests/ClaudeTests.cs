using System.Security.Cryptography;
using System.Text;

namespace Podclip.EndToEnd.Tests;

/// <summary>The real Claude Code in a Job, against the scripted model.</summary>
[Trait("Needs", "claude")]
public sealed class ClaudeTests(TestCluster cluster, TestModel model) : IClassFixture<TestCluster>, IClassFixture<TestModel>, IDisposable
{
    private readonly TemporaryDirectory _state = new();

    [Fact]
    public async Task The_result_is_what_the_agents_own_result_event_says()
    {
        var result = (await RunAsync("--prompt", "Go [[scenario:usage]]", "-o", "json")).Expect(0).Json;
        var own = result.GetProperty("resultEvent");
        Assert.Equal("succeeded", result.GetProperty("outcome").GetString());
        Assert.Equal(0, result.GetProperty("exitCode").GetInt32());
        Assert.Equal(own.GetProperty("session_id").GetString(), result.GetProperty("sessionId").GetString());
        Assert.Equal(own.GetProperty("result").GetString(), result.GetProperty("summary").GetString());
        Assert.Equal(own.GetProperty("total_cost_usd").GetDecimal(), result.GetProperty("costUsd").GetDecimal());
        Assert.Equal(own.GetProperty("modelUsage").EnumerateObject().Single().Name, result.GetProperty("model").GetString());
        var usage = result.GetProperty("usage");
        var ownUsage = own.GetProperty("usage");
        Assert.Equal(ownUsage.GetProperty("input_tokens").GetInt64(), usage.GetProperty("inputTokens").GetInt64());
        Assert.Equal(ownUsage.GetProperty("output_tokens").GetInt64(), usage.GetProperty("outputTokens").GetInt64());
        Assert.Equal(ownUsage.GetProperty("cache_read_input_tokens").GetInt64(), usage.GetProperty("cachedInputTokens").GetInt64());
    }

    [Fact]
    public async Task A_prompt_of_a_megabyte_arrives_unchanged()
    {
        var prompt = new StringBuilder("/not a command [[scenario:echo]]\n");
        for (var i = 0; prompt.Length < 1_000_000; i++)
        {
            prompt.Append(i).Append(" $(HOME) $$ ${X} `id` 'single' \"double\" \\ 🌍 ключ\n");
        }

        var bytes = Encoding.UTF8.GetBytes(prompt.ToString());
        var result = (await RunAsync("--prompt-file", _state.Write("prompt", bytes), "-o", "json")).Expect(0).Json;
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData([(byte)'\n', .. bytes])), result.GetProperty("summary").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_resumed_and_each_run_has_its_own_cost()
    {
        string[] agent = ["--agent", "resumer"];
        var first = (await RunAsync([.. agent, "--prompt", "One [[scenario:usage]]", "-o", "json"])).Expect(0).Json;
        var session = first.GetProperty("sessionId").GetString()!;
        var second = (await RunAsync([.. agent, "--session", session, "--prompt", "Two [[scenario:usage]]", "-o", "json"])).Expect(0).Json;
        Assert.Equal(session, second.GetProperty("sessionId").GetString());
        var total = second.GetProperty("resultEvent").GetProperty("total_cost_usd").GetDecimal();
        Assert.Equal(total, first.GetProperty("costUsd").GetDecimal() + second.GetProperty("costUsd").GetDecimal(), precision: 6);
        Assert.True(second.GetProperty("costUsd").GetDecimal() < total);
    }

    [Fact]
    public async Task R27_A_session_that_is_not_there_is_told()
    {
        var result = (await RunAsync("--agent", "nobody", "--session", "11111111-2222-3333-4444-555555555555", "--prompt", "Go", "-o", "json")).Expect(1).Json;
        Assert.Equal("session_unavailable", result.GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Twenty_megabytes_of_transcript_arrive_in_order_in_little_memory()
    {
        var exit = (await RunAsync("--prompt", "Go [[scenario:big]]", "-o", "ndjson")).Expect(0);
        Assert.InRange(exit.Output.Length, 19_000_000, 60_000_000);
        Assert.InRange(exit.PeakKilobytes, 1, 120 * 1024);
        var blocks = exit.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"outcome\":\"succeeded\"", blocks[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_the_model_is_the_agents_failure()
    {
        var result = (await RunAsync("--prompt", "Go [[scenario:error400]]", "-e", "CLAUDE_CODE_MAX_RETRIES=0", "-o", "json")).Expect(1).Json;
        Assert.Equal("agent_failed", result.GetProperty("outcome").GetString());
    }

    public void Dispose() => _state.Dispose();

    private Task<PodclipExit> RunAsync(params IEnumerable<string> arguments) =>
        PodclipProcess.RunAsync(cluster, _state.Path, ["run", "claude", "--kubeconfig", cluster.Cluster.KubeconfigPath, "-e", $"ANTHROPIC_BASE_URL={model.Server.BaseUrl}", "-e", "ANTHROPIC_API_KEY=none", .. arguments]);
}
