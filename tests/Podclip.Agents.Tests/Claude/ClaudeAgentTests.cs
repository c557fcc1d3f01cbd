using System.Text;
using Podclip.Agents.Claude;

namespace Podclip.Agents.Tests.Claude;

public class ClaudeAgentTests
{
    private static readonly ClaudeAgent Agent = new();

    [Fact]
    public void Sessions_are_kept_unless_they_are_to_end_with_their_run()
    {
        var request = new AgentRequest { Prompt = "hello"u8.ToArray(), Sessions = new SessionStore.Ephemeral() };
        Assert.Contains("--no-session-persistence", Agent.PlanLaunch(request).Arguments);
        Assert.DoesNotContain("--no-session-persistence", Agent.PlanLaunch(request with { Sessions = new SessionStore.Apart("a") }).Arguments);
        Assert.Equal("A session cannot be resumed where sessions end with their run.", Assert.Single(Agent.Validate(request with { SessionId = "s" })));
    }

    [Fact]
    public void Arguments_come_in_the_order_of_the_reference_without_the_stray_dash()
    {
        var launch = Agent.PlanLaunch(new AgentRequest
        {
            Prompt = "hello"u8.ToArray(),
            SessionId = "1a117963-6a55-40c7-b9f9-ecabc4309a3d",
            Model = "sonnet",
            Effort = "high",
            ExtraArguments = ["--max-turns", "3"],
        });
        Assert.Equal(
            "claude --print --output-format stream-json --verbose --resume 1a117963-6a55-40c7-b9f9-ecabc4309a3d --dangerously-skip-permissions --model sonnet --effort high --max-turns 3",
            string.Join(' ', launch.Arguments));
    }

    [Fact]
    public void Least_request_has_the_least_arguments()
    {
        var launch = Agent.PlanLaunch(new AgentRequest { Prompt = "hello"u8.ToArray(), SkipPermissions = false });
        Assert.Equal(["claude", "--print", "--output-format", "stream-json", "--verbose"], launch.Arguments);
    }

    [Theory]
    [InlineData("hello $(X) $$ 'quoted' \"twice\" 🎉\n")]
    [InlineData("\n/context")]
    [InlineData("a/b")]
    [InlineData("- item")]
    public void The_prompt_is_given_byte_for_byte(string prompt)
    {
        var bytes = Encoding.UTF8.GetBytes(prompt);
        Assert.Equal(bytes, Agent.PlanLaunch(new AgentRequest { Prompt = bytes }).StandardInput.ToArray());
    }

    [Theory]
    [InlineData("/context")]
    [InlineData("/")]
    [InlineData("/etc/passwd is a file")]
    public void A_prompt_that_begins_with_a_slash_gets_one_newline_in_front(string prompt)
    {
        var input = Agent.PlanLaunch(new AgentRequest { Prompt = Encoding.UTF8.GetBytes(prompt) }).StandardInput;
        Assert.Equal("\n" + prompt, Encoding.UTF8.GetString(input.Span));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_pass_as_they_are()
    {
        byte[] prompt = [0xFF, 0xFE, 0x00, 0x80];
        Assert.Equal(prompt, Agent.PlanLaunch(new AgentRequest { Prompt = prompt }).StandardInput.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\uFEFF\u00A0\n")]
    public void A_blank_prompt_is_refused(string prompt)
    {
        var error = Assert.Throws<AgentRequestException>(() => Agent.PlanLaunch(new AgentRequest { Prompt = Encoding.UTF8.GetBytes(prompt) }));
        Assert.Equal("The prompt is empty.", error.Message);
    }

    [Fact]
    public void All_problems_are_named_at_once()
    {
        var request = new AgentRequest
        {
            Prompt = default,
            SessionId = "--help",
            Model = " ",
            ExtraArguments = ["--output-format=text", "a\0b"],
        };
        Assert.Equal(5, Agent.Validate(request).Count);
        Assert.Equal(5, Assert.Throws<AgentRequestException>(() => Agent.PlanLaunch(request)).Problems.Count);
    }

    [Fact]
    public void Same_request_gives_the_same_launch()
    {
        var request = new AgentRequest { Prompt = "/x"u8.ToArray(), Model = "m" };
        var (first, second) = (Agent.PlanLaunch(request), Agent.PlanLaunch(request));
        Assert.Equal(first.Arguments, second.Arguments);
        Assert.Equal(first.StandardInput.ToArray(), second.StandardInput.ToArray());
        Assert.Equal(first.Environment, second.Environment);
    }

    [Fact]
    public void The_agent_is_kept_to_its_model_by_default()
    {
        var environment = Agent.PlanLaunch(new AgentRequest { Prompt = "x"u8.ToArray() }).Environment;
        Assert.Equal("1", environment["DISABLE_AUTOUPDATER"]);
        Assert.Equal("1", environment["DISABLE_TELEMETRY"]);
        Assert.Equal("1", environment["DISABLE_ERROR_REPORTING"]);
        Assert.Equal("1", environment["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"]);
        Assert.Equal(4, environment.Count);
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY", true)]
    [InlineData("ANTHROPIC_BASE_URL", true)]
    [InlineData("CLAUDE_CODE_MAX_RETRIES", true)]
    [InlineData("API_TIMEOUT_MS", true)]
    [InlineData("https_proxy", true)]
    [InlineData("NODE_EXTRA_CA_CERTS", true)]
    [InlineData("CLAUDECODE", false)]
    [InlineData("CLAUDE_CODE_ENTRYPOINT", false)]
    [InlineData("CLAUDE_CODE_SESSION_ID", false)]
    [InlineData("AWS_SECRET_ACCESS_KEY", false)]
    [InlineData("GOOGLE_APPLICATION_CREDENTIALS", false)]
    [InlineData("PATH", false)]
    [InlineData("HOME", false)]
    [InlineData("GITHUB_TOKEN", false)]
    [InlineData("anthropic_api_key", false)]
    public void Only_what_the_agent_needs_is_inherited(string name, bool expected) =>
        Assert.Equal(expected, Agent.SelectInherited(Variables(name), model: null).Contains(name, StringComparer.Ordinal));

    [Fact]
    public void A_clouds_keys_are_inherited_only_for_that_cloud()
    {
        var bedrock = Agent.SelectInherited(Variables("CLAUDE_CODE_USE_BEDROCK", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "GOOGLE_CLOUD_PROJECT"), model: null);
        Assert.Equal(["AWS_REGION", "AWS_SECRET_ACCESS_KEY", "CLAUDE_CODE_USE_BEDROCK"], bedrock);
        var vertex = Agent.SelectInherited(Variables("CLAUDE_CODE_USE_VERTEX", "CLOUD_ML_REGION", "GOOGLE_CLOUD_PROJECT", "AWS_SECRET_ACCESS_KEY"), model: null);
        Assert.Equal(["CLAUDE_CODE_USE_VERTEX", "CLOUD_ML_REGION", "GOOGLE_CLOUD_PROJECT"], vertex);
    }

    [Fact]
    public void Each_way_to_a_model_is_among_the_variables_a_run_inherits()
    {
        foreach (var set in Agent.CredentialVariables)
        {
            Assert.Equal([.. set.Order(StringComparer.Ordinal)], Agent.SelectInherited(Variables([.. set]), model: null));
        }
    }

    [Fact]
    public void Another_endpoint_replaces_the_address_and_a_script_needs_no_key()
    {
        var address = new ModelAddress { Url = new Uri("http://gateway/") };
        Assert.Equal([new("ANTHROPIC_BASE_URL", "http://gateway")], Agent.LeadTo(address));
        Assert.Equal(ModelAddress.ScriptedKey, Agent.LeadTo(address with { IsScripted = true })["ANTHROPIC_API_KEY"]);
    }

    private static Dictionary<string, string> Variables(params string[] names) => names.ToDictionary(name => name, _ => "1", StringComparer.Ordinal);
}
