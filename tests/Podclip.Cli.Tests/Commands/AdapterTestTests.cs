using System.Text.Json;

namespace Podclip.Cli.Tests.Commands;

/// <summary><c>podclip adapter test</c> where there is no cluster to ask; tests of the whole command have one.</summary>
public sealed class AdapterTestTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingTerminal _terminal = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_machine_without_a_sandbox_is_a_check()
    {
        Assert.Equal(4, await RunAsync("adapter", "test", "claude_k8s", "--config", Config("{}"), "-o", "json"));
        using var result = JsonDocument.Parse(_terminal.Output);
        Assert.Equal("fail", result.RootElement.GetProperty("status").GetString());
        var check = Assert.Single(result.RootElement.GetProperty("checks").EnumerateArray());
        Assert.Equal("k8s_api_unreachable", check.GetProperty("code").GetString());
        Assert.Equal("Cannot reach Kubernetes API: No sandbox in this test.", check.GetProperty("message").GetString());
        Assert.Empty(_terminal.Talk);
    }

    [Fact]
    public async Task For_people_each_check_is_a_line_and_its_hint_another()
    {
        Assert.Equal(4, await RunAsync("adapter", "test", "opencode_k8s", "--config", Config("""{"timeoutSec": "so\u001b[31mon"}""")));
        Assert.Contains("✗ timeoutSec must be a number, 0 or more. (k8s_config_invalid)\n", _terminal.Output, StringComparison.Ordinal);
        Assert.EndsWith("✗ An agent would not run.\n", _terminal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', _terminal.Output);
    }

    [Theory]
    [InlineData("adapter", "test", "claude_k8s")]
    [InlineData("adapter", "test", "nobody", "--config", "CONFIG")]
    [InlineData("adapter", "test", "claude_k8s", "--config", "gone.json")]
    [InlineData("adapter", "test", "claude_k8s", "--config", "LIST")]
    [InlineData("adapter", "test", "claude_k8s", "--config", "CONFIG", "-o", "yaml")]
    public async Task Misuse_is_told_before_anything_is_asked(params string[] words)
    {
        Assert.Equal(2, await RunAsync([.. words.Select(word => word switch { "CONFIG" => Config("{}"), "LIST" => Config("[]"), _ => word })]));
        Assert.Empty(_terminal.Output);
    }

    private string Config(string json) => _directory.Write("agent.json", json);

    private Task<int> RunAsync(params string[] words) =>
        new PodclipApp(TestHost.Create(_directory, _terminal)).RunAsync(words, TestContext.Current.CancellationToken);
}
