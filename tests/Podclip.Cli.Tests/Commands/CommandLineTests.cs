using System.CommandLine;
using Podclip.Cli.Commands;

namespace Podclip.Cli.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingTerminal _terminal = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Every_problem_of_a_command_line_is_named_at_once()
    {
        var code = await RunAsync(
            "run", "claude", "stray", "--bogus", "--prompt-file", "missing.md", "-e", "A B=c", "-e", "UNSET", "--label", "x", "--timeout", "5",
            "--cpu", "many", "--workspace", "nowhere", "-o", "xml", "--session", "s", "--agent", "me", "--home", "none");
        Assert.Equal(2, code);
        Assert.Empty(_terminal.Output);
        string[] expected =
        [
            "'stray' belongs nowhere", "'--bogus' is no option", "--prompt-file: ", "-e A B: ", "-e UNSET: ", "--label x is not", "--timeout 5 is no time",
            "'many' is no quantity", "there is no folder", "--output xml is unknown", "--session needs the HOME", "ANTHROPIC_API_KEY; ",
        ];
        Assert.All(expected, problem => Assert.Contains(problem, _terminal.Talk, StringComparison.Ordinal));
        Assert.Contains($"podclip: {expected.Length} problems", _terminal.Talk, StringComparison.Ordinal);
        Assert.EndsWith("See 'podclip run --help'.\n", _terminal.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_the_parser_refuses_are_named_together_with_the_rest()
    {
        Assert.Equal(2, await RunAsync("run", "claude", "--prompt"));
        Assert.Contains("--prompt", _terminal.Talk, StringComparison.Ordinal);
        Assert.Contains("ANTHROPIC_API_KEY", _terminal.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_credential_the_variables_are_named_and_nothing_starts()
    {
        Assert.Equal(2, await RunAsync("run", "claude", "--prompt", "hello"));
        Assert.Contains("ANTHROPIC_API_KEY", _terminal.Talk, StringComparison.Ordinal);
        Assert.Contains("CLAUDE_CODE_OAUTH_TOKEN", _terminal.Talk, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_directory.Path, "state")));
    }

    [Fact]
    public async Task A_machine_without_a_sandbox_is_told_before_anything_is_made()
    {
        Assert.Equal(2, await RunAsync("run", "shell", "--prompt", "true"));
        Assert.Equal("podclip: No sandbox in this test.\n", _terminal.Talk);
    }

    [Fact]
    public async Task An_at_sign_reads_no_file()
    {
        _directory.Write("secret", "contents");
        Assert.Equal(2, await RunAsync("run", "shell", "--prompt", $"@{_directory.Path}/secret", "--label", "x"));
        Assert.DoesNotContain("contents", _terminal.Talk, StringComparison.Ordinal);
        Assert.StartsWith("podclip: --label x", _terminal.Talk, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cluster")]
    [InlineData("cluster", "nonsense")]
    [InlineData("attach")]
    [InlineData("attach", "abc", "--last")]
    [InlineData("attach", "doesnotexist")]
    [InlineData("attach", "--last")]
    [InlineData("completion", "tcsh")]
    [InlineData("render", "claude", "--prompt", "x", "--dry-run", "maybe")]
    [InlineData("model", "serve", "--port", "70000")]
    [InlineData("cluster", "up", "--status-lag", "soon")]
    [InlineData("cluster", "kubeconfig")]
    public async Task Misuse_ends_with_2_and_nothing_but_talk(params string[] words)
    {
        Assert.Equal(2, await RunAsync([.. words.Where(word => word.Length > 0)]));
        Assert.True(words[0].Length == 0 || _terminal.Output.Length == 0);
    }

    [Fact]
    public async Task Every_command_has_a_help_with_examples()
    {
        var paths = Paths([], new PodclipApp(TestHost.Create(_directory)).BuildTree()).ToList();
        Assert.Contains(paths, path => string.Join(' ', path) == "cluster image add");
        foreach (var path in paths)
        {
            var terminal = new RecordingTerminal();
            var code = await new PodclipApp(TestHost.Create(_directory, terminal)).RunAsync([.. path, "--help"], TestContext.Current.CancellationToken);
            Assert.Equal(0, code);
            Assert.True(terminal.Output.Contains("Examples:\n  podclip ", StringComparison.Ordinal), string.Join(' ', path));
        }
    }

    [Fact]
    public async Task As_a_kubectl_plugin_it_calls_itself_so()
    {
        var host = TestHost.Create(_directory, _terminal, isKubectlPlugin: true);
        Assert.Equal(2, await new PodclipApp(host).RunAsync(["attach"], TestContext.Current.CancellationToken));
        Assert.EndsWith("See 'kubectl podclip attach --help'.\n", _terminal.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_as_json_is_one_document()
    {
        Assert.Equal(0, await RunAsync("version", "-o", "json"));
        using var document = System.Text.Json.JsonDocument.Parse(_terminal.Output);
        Assert.Equal("0.1.0", document.RootElement.GetProperty("version").GetString());
        Assert.Empty(_terminal.Talk);
    }

    [Fact]
    public async Task Status_of_a_cluster_that_does_not_run_is_no_failure()
    {
        Assert.Equal(0, await RunAsync("cluster", "status", "-o", "json"));
        using var document = System.Text.Json.JsonDocument.Parse(_terminal.Output);
        Assert.False(document.RootElement.GetProperty("running").GetBoolean());
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task A_shell_gets_its_completion_script(string shell)
    {
        Assert.Equal(0, await RunAsync("completion", shell));
        Assert.Contains("[suggest:", _terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agents_are_suggested()
    {
        Assert.Equal(0, await RunAsync("[suggest:12]", "podclip run "));
        Assert.Contains("\nclaude\nopencode\nshell\n", _terminal.Output, StringComparison.Ordinal);
    }

    private Task<int> RunAsync(params string[] words) =>
        new PodclipApp(TestHost.Create(_directory, _terminal)).RunAsync(words, TestContext.Current.CancellationToken);

    private static IEnumerable<string[]> Paths(string[] path, Command command)
    {
        yield return path;
        foreach (var below in command.Subcommands.SelectMany(each => Paths([.. path, each.Name], each)))
        {
            yield return below;
        }
    }
}
