using System.Text;
using Podclip.Cli.Connection;
using Podclip.Cli.Running;

namespace Podclip.Cli.Tests.Running;

public sealed class RunInvocationBuilderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_prompt_from_standard_input_arrives_byte_for_byte()
    {
        byte[] prompt = [.. "a $(b) $$ '\""u8, 0xFF, 0x00, (byte)'\n', .. Encoding.UTF8.GetBytes("🙂")];
        var (invocation, problems) = await BuildAsync(
            new RunArguments { Agent = "shell", PromptFile = "-" },
            terminal: new RecordingTerminal { Input = prompt });
        Assert.Empty(problems);
        Assert.Equal(prompt, invocation!.Request.Prompt.ToArray());
    }

    [Fact]
    public async Task The_script_inherits_nothing_and_needs_no_credential()
    {
        var (invocation, problems) = await BuildAsync(
            new RunArguments { Agent = "claude", Prompt = "x", ModelEndpoint = "scripted", Variables = ["A=1"] },
            TestHost.Variables(("ANTHROPIC_API_KEY", "real"), ("CLAUDE_CODE_USE_BEDROCK", "1"), ("HTTPS_PROXY", "http://proxy")));
        Assert.Empty(problems);
        Assert.Equal(TestHost.Variables(("A", "1")), invocation!.Request.Environment.ToDictionary());
        var variables = ScriptedCredentials.AddTo(invocation.Request, new Uri("http://127.0.0.1:8200/")).Environment;
        Assert.Equal("http://127.0.0.1:8200", variables["ANTHROPIC_BASE_URL"]);
        Assert.NotEmpty(variables["ANTHROPIC_API_KEY"]);
    }

    [Fact]
    public async Task An_address_replaces_the_inherited_one_and_still_needs_a_credential()
    {
        var arguments = new RunArguments { Agent = "claude", Prompt = "x", ModelEndpoint = "http://gateway:8080/" };
        var (invocation, problems) = await BuildAsync(arguments, TestHost.Variables(("ANTHROPIC_BASE_URL", "http://old"), ("ANTHROPIC_API_KEY", "real")));
        Assert.Empty(problems);
        Assert.Equal("http://gateway:8080", invocation!.Request.Environment["ANTHROPIC_BASE_URL"]);
        Assert.Contains("no credential", Assert.Single((await BuildAsync(arguments)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opencode_is_led_to_an_address_by_its_configuration()
    {
        var arguments = new RunArguments { Agent = "opencode", Prompt = "x", Model = "local/qwen", Effort = "high", ModelEndpoint = "http://gateway:8080/v1/" };
        var (invocation, problems) = await BuildAsync(arguments, TestHost.Variables(("OPENAI_API_KEY", "real"), ("AWS_REGION", "r")));
        Assert.Empty(problems);
        Assert.Equal("high", invocation!.Request.Effort);
        Assert.Equal(["OPENAI_API_KEY", "OPENCODE_CONFIG_CONTENT"], invocation.Request.Environment.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("http://gateway:8080/v1\"", invocation.Request.Environment["OPENCODE_CONFIG_CONTENT"], StringComparison.Ordinal);
        Assert.Contains("PROVIDER/MODEL", Assert.Single((await BuildAsync(arguments with { Model = null }, TestHost.Variables(("OPENAI_API_KEY", "real")))).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clouds_keys_go_to_opencode_only_for_that_clouds_models()
    {
        var variables = TestHost.Variables(("AWS_REGION", "r"), ("AWS_SECRET_ACCESS_KEY", "s"), ("ANTHROPIC_API_KEY", "k"));
        var arguments = new RunArguments { Agent = "opencode", Prompt = "x", Model = "amazon-bedrock/claude" };
        Assert.Contains("AWS_SECRET_ACCESS_KEY", (await BuildAsync(arguments, variables)).Invocation!.Request.Environment.Keys);
        Assert.Equal(["ANTHROPIC_API_KEY"], (await BuildAsync(arguments with { Model = "anthropic/claude" }, variables)).Invocation!.Request.Environment.Keys);
    }

    [Theory]
    [InlineData("scripted", "-e", "both say where the model is")]
    [InlineData("ftp://x", null, "neither 'scripted' nor")]
    public async Task A_senseless_endpoint_is_refused(string endpoint, string? variable, string problem)
    {
        var arguments = new RunArguments { Agent = "claude", Prompt = "x", ModelEndpoint = endpoint, Variables = variable is null ? [] : ["ANTHROPIC_BASE_URL=http://x"] };
        var (_, problems) = await BuildAsync(arguments, TestHost.Variables(("ANTHROPIC_API_KEY", "real")));
        Assert.Contains(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_of_variables_counts_only_when_complete()
    {
        var arguments = new RunArguments { Agent = "claude", Prompt = "x" };
        Assert.Single((await BuildAsync(arguments, TestHost.Variables(("CLAUDE_CODE_USE_BEDROCK", "1")))).Problems);
        Assert.Single((await BuildAsync(arguments, TestHost.Variables(("ANTHROPIC_API_KEY", "")))).Problems);
        Assert.Empty((await BuildAsync(arguments, TestHost.Variables(("CLAUDE_CODE_USE_BEDROCK", "1"), ("AWS_REGION", "eu-central-1")))).Problems);
    }

    [Fact]
    public async Task A_workspace_is_refused_where_the_cluster_cannot_see_it()
    {
        _directory.Write("w/x", "");
        _directory.Write("config", "");
        var (_, problems) = await BuildAsync(new RunArguments { Agent = "shell", Prompt = "x", Workspace = "w", Connection = new ConnectionArguments("config", null, null) });
        Assert.StartsWith("--workspace needs the embedded cluster", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("state")]
    [InlineData("/")]
    public async Task A_workspace_that_holds_the_state_directory_is_refused(string workspace)
    {
        Directory.CreateDirectory(Path.Combine(_directory.Path, "state"));
        var (_, problems) = await BuildAsync(new RunArguments { Agent = "shell", Prompt = "x", Workspace = workspace });
        Assert.Contains("holds Podclip's own state", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_names_the_agent_and_is_absolute()
    {
        _directory.Write("w/x", "");
        var (invocation, problems) = await BuildAsync(new RunArguments { Agent = "shell", Prompt = "x", Workspace = "w/" });
        Assert.Empty(problems);
        Assert.Equal(Path.Combine(_directory.Path, "w"), invocation!.Request.Workspace);
        Assert.StartsWith("shell-w-", invocation.Request.AgentName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_is_refused_where_pods_cannot_reach_it()
    {
        _directory.Write("config", "");
        var (_, problems) = await BuildAsync(new RunArguments { Agent = "claude", Prompt = "x", ModelEndpoint = "scripted", Connection = new ConnectionArguments("config", null, null) });
        Assert.Contains("cannot reach", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_cannot_be_left_behind()
    {
        var (_, problems) = await BuildAsync(new RunArguments { Agent = "claude", Prompt = "x", ModelEndpoint = "scripted", Detach = true });
        Assert.Contains("--detach", Assert.Single(problems), StringComparison.Ordinal);
    }

    private async Task<(RunInvocation? Invocation, IReadOnlyList<string> Problems)> BuildAsync(
        RunArguments arguments,
        Dictionary<string, string>? variables = null,
        RecordingTerminal? terminal = null)
    {
        var host = TestHost.Create(_directory, terminal, variables);
        var builder = new RunInvocationBuilder(host) { Selector = new ClusterSelector(host) { RunsInCluster = () => false } };
        var invocation = await builder.BuildAsync(arguments, needsCredentials: true, TestContext.Current.CancellationToken);
        return (invocation, builder.Problems);
    }
}
