using System.Security.Cryptography;
using System.Text;
using Podclip.Agents;

namespace Podclip.EndToEnd.Tests.OpenCode;

/// <summary>The real OpenCode in a Job, at its work.</summary>
[Trait("Needs", "opencode")]
public sealed class OpenCodeTests(TestCluster cluster, TestModel model) : IClassFixture<TestCluster>, IClassFixture<TestModel>, IDisposable
{
    private const string FindDatabases = """Go [[scenario:bash command="find ~ /tmp -name '*.db'"]]""";

    private readonly OpenCodeStage _stage = new(cluster, model);

    [Fact]
    public async Task The_result_sums_up_the_steps()
    {
        var result = (await _stage.RunAsync("Go [[scenario:usage]]")).Expect(0).Json;
        Assert.Equal(("succeeded", "Counted."), (result.GetProperty("outcome").GetString(), result.GetProperty("summary").GetString()));
        Assert.StartsWith("ses_", result.GetProperty("sessionId").GetString(), StringComparison.Ordinal);

        // What the API calls the prompt's tokens includes the cached ones; OpenCode takes those that were read out again.
        var usage = result.GetProperty("usage");
        Assert.Equal((17 + 3567, 101, 19236), (usage.GetProperty("inputTokens").GetInt32(), usage.GetProperty("outputTokens").GetInt32(), usage.GetProperty("cachedInputTokens").GetInt32()));
        Assert.Equal(((3584 * 3m) + (101 * 15m) + (19236 * 0.3m)) / 1_000_000, result.GetProperty("costUsd").GetDecimal(), precision: 6);
        await cluster.NothingIsLeftAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_tool_is_used_in_a_step_of_its_own_and_no_model_is_asked_for_a_title()
    {
        var result = (await _stage.RunAsync("Go [[scenario:write]]")).Expect(0).Json;
        Assert.Equal("I wrote written.txt.", result.GetProperty("summary").GetString());
        Assert.Equal([("write", 1), ("write", 2)], _stage.Requests.Select(request => (request.Scenario!, request.Turn!.Value)));
        Assert.All(_stage.Requests, request => Assert.Equal("/v1/chat/completions", request.Path));
    }

    [Fact]
    public async Task A_failed_tool_is_no_failed_run()
    {
        var result = (await _stage.RunAsync("Go [[scenario:toolerror]]")).Expect(0).Json;
        Assert.Equal("The command failed, and I go on.", result.GetProperty("summary").GetString());
    }

    [Fact]
    public async Task A_session_is_kept_in_the_agents_home_and_goes_on()
    {
        string[] where = ["--agent", "resumer"];
        var session = (await _stage.RunAsync("Hello", where)).Expect(0).Json.GetProperty("sessionId").GetString()!;
        var result = (await _stage.RunAsync("Again", [.. where, "--session", session])).Expect(0).Json;
        Assert.Equal(session, result.GetProperty("sessionId").GetString());
        Assert.StartsWith("Done: the session was resumed", result.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, _stage.Requests[^1].Prompts);
    }

    [Fact]
    public async Task A_session_that_is_not_to_be_kept_ends_with_its_run()
    {
        var launch = Plan(new SessionStore.Ephemeral());
        string[] where = ["--agent", "passer", "-e", $"OPENCODE_DB={launch.Environment["OPENCODE_DB"]}"];
        var result = (await _stage.RunAsync(FindDatabases, where)).Expect(0).Json;
        Assert.Equal("The command printed: /tmp/opencode.db", result.GetProperty("summary").GetString()!.TrimEnd());

        var again = (await _stage.RunAsync("Again", [.. where, "--session", result.GetProperty("sessionId").GetString()!])).Expect(1).Json;
        Assert.Equal("session_unavailable", again.GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task Agents_that_share_a_home_have_their_sessions_apart()
    {
        string[] Of(string name) => ["--home", "shared", "--agent", name, "-e", $"OPENCODE_DB=/home/agent/{Plan(new SessionStore.Apart(name)).HomeFolders["OPENCODE_DB"]}"];
        var ann = (await _stage.RunAsync("Hello", Of("ann"))).Expect(0).Json.GetProperty("sessionId").GetString()!;
        var bob = (await _stage.RunAsync(FindDatabases, Of("bob"))).Expect(0).Json;
        Assert.Equal(
            ["/home/agent/.local/share/opencode/ann.db", "/home/agent/.local/share/opencode/bob.db"],
            bob.GetProperty("summary").GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Skip(3).Order(StringComparer.Ordinal));
        (await _stage.RunAsync("Again", [.. Of("bob"), "--session", ann])).Expect(1);
        (await _stage.RunAsync("Again", [.. Of("ann"), "--session", ann])).Expect(0);
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
        var result = (await _stage.RunFileAsync(_stage.Write("prompt", bytes))).Expect(0).Json;
        Assert.Equal($"prompt bytes={bytes.Length} sha256={Convert.ToHexStringLower(SHA256.HashData(bytes))}", result.GetProperty("summary").GetString());
    }

    [Fact]
    public async Task Its_input_is_the_prompts_file_read_to_its_end()
    {
        // OpenCode reads its input until it ends before it does anything: an open pipe would hang it.
        var result = (await _stage.RunAsync("""Go [[scenario:bash command="readlink -f /proc/$PPID/fd/0; grep pos /proc/$PPID/fdinfo/0 | cut -f2"]]""")).Expect(0).Json;
        var words = result.GetProperty("summary").GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith("stdin.000", words[3], StringComparison.Ordinal);
        Assert.Matches("^[1-9][0-9]+$", words[4]);
    }

    [Fact]
    public async Task Permission_to_leave_the_workspace_is_given_without_touching_settings_that_runs_share()
    {
        const string Home = "shared-home";
        var outside = (await _stage.RunAsync("Go [[scenario:write file=../tmp/outside.txt]]", "--home", Home)).Expect(0).Json;
        Assert.Equal("I wrote ../tmp/outside.txt.", outside.GetProperty("summary").GetString());
        var settings = (await _stage.RunAsync("""Go [[scenario:bash command="find ~/.config -type f -name '*.json*' | wc -l"]]""", "--home", Home)).Expect(0).Json;
        Assert.Equal("The command printed: 0", settings.GetProperty("summary").GetString()!.TrimEnd());
    }

    public void Dispose() => _stage.Dispose();

    private static AgentLaunch Plan(SessionStore sessions) => AgentCatalogue.Get("opencode").PlanLaunch(new AgentRequest { Prompt = "x"u8.ToArray(), Sessions = sessions });
}
