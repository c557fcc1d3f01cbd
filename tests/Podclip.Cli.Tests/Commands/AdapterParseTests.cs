using System.Text.Json;

namespace Podclip.Cli.Tests.Commands;

public sealed class AdapterParseTests : IDisposable
{
    private const string Init = """{"type":"system","subtype":"init","session_id":"s","model":"m","uuid":"1"}""";
    private const string Text = """{"type":"assistant","message":{"model":"m","content":[{"type":"text","text":"Done \ud83d."}]},"session_id":"s","uuid":"2"}""";
    private const string Success = """{"type":"result","subtype":"success","is_error":false,"result":"Done.","usage":{"input_tokens":3,"output_tokens":2},"session_id":"s","uuid":"3"}""";

    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingTerminal _terminal = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Entries_come_as_json_lines_and_the_result_comes_last()
    {
        _directory.Write("run.jsonl", $"{Init}\njunk\n{Text}\n{Success}");
        _directory.Write("run.stderr", "\nWarning: careful\n");
        Assert.Equal(0, await RunAsync("claude_k8s", "--transcript", "run.jsonl", "--exit-code", "0", "--stderr", "run.stderr"));
        var lines = Lines();
        Assert.Equal(
            ["init", "stdout", "assistant", "result", "stderr"],
            lines[..^1].Select(line => line.GetProperty("kind").GetString()));
        var result = lines[^1].GetProperty("result");
        Assert.Equal(0, result.GetProperty("exitCode").GetInt32());
        Assert.Equal("Done.", result.GetProperty("summary").GetString());
        Assert.Equal(3, result.GetProperty("usage").GetProperty("inputTokens").GetInt32());
        Assert.False(result.TryGetProperty("errorMessage", out _));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "agent_failed", "--exit-code", "1")]
    [InlineData(137, "agent_killed", "--exit-code", "-9")]
    [InlineData(143, "agent_killed", "--signal", "SIGTERM")]
    [InlineData(0, null, "--signal", "SIGTERM", "--exit-code", "0")]
    public async Task The_exit_code_has_its_say(int exitCode, string? errorCode, params string[] options)
    {
        _directory.Write("run.jsonl", $"{Init}\n{Text}\n{Success}\n");
        Assert.Equal(0, await RunAsync(["claude_k8s", "--transcript", "run.jsonl", .. options]));
        var result = Lines()[^1].GetProperty("result");
        Assert.Equal(exitCode, result.GetProperty("exitCode").GetInt32());
        Assert.Equal(errorCode, result.TryGetProperty("errorCode", out var code) ? code.GetString() : null);
    }

    [Fact]
    public async Task A_session_that_was_told_exists_whatever_standard_error_says()
    {
        _directory.Write("run.jsonl", """{"type":"text","sessionID":"s","part":{"id":"1","text":"Error: Session not found"}}""");
        _directory.Write("run.stderr", "Error: Session not found");
        Assert.Equal(0, await RunAsync("opencode_k8s", "--transcript", "run.jsonl", "--exit-code", "1", "--stderr", "run.stderr"));
        Assert.False(Lines()[^1].GetProperty("result").GetProperty("clearSession").GetBoolean());
    }

    [Fact]
    public async Task A_session_that_does_not_exist_is_forgotten()
    {
        _directory.Write("run.jsonl", "");
        _directory.Write("run.stderr", "\u001b[91m\u001b[1mError: \u001b[0mSession not found\n");
        Assert.Equal(0, await RunAsync("opencode_k8s", "--transcript", "run.jsonl", "--exit-code", "1", "--stderr", "run.stderr"));
        var result = Lines()[^1].GetProperty("result");
        Assert.True(result.GetProperty("clearSession").GetBoolean());
        Assert.Equal("session_unavailable", result.GetProperty("errorCode").GetString());
    }

    [Fact]
    public async Task All_that_is_wrong_is_named_at_once()
    {
        Assert.Equal(2, await RunAsync("codex_k8s", "--transcript", "missing", "--stderr", "missing", "--exit-code", "x", "--signal", "SIGNAL"));
        Assert.Empty(_terminal.Output);
        Assert.Contains("podclip: 5 problems", _terminal.Talk, StringComparison.Ordinal);
        Assert.Contains("Known adapters: claude_k8s, opencode_k8s, shell_k8s.", _terminal.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_transcript_it_says_what_is_missing()
    {
        Assert.Equal(2, await RunAsync("claude_k8s"));
        Assert.Contains("--transcript FILE is missing", _terminal.Talk, StringComparison.Ordinal);
    }

    private JsonElement[] Lines() =>
        [.. _terminal.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(System.Text.Encoding.UTF8.GetBytes(line)))];

    private Task<int> RunAsync(params string[] words) =>
        new PodclipApp(TestHost.Create(_directory, _terminal)).RunAsync(["adapter", "parse", .. words], TestContext.Current.CancellationToken);
}
