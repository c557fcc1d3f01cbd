using System.Text;
using System.Text.Json;
using Podclip.Agents.OpenCode;

namespace Podclip.Agents.Tests.OpenCode;

public class OpenCodeAgentTests
{
    private static readonly OpenCodeAgent Agent = new();

    [Fact]
    public void Arguments_come_in_the_order_of_the_reference()
    {
        var launch = Agent.PlanLaunch(new AgentRequest
        {
            Prompt = "hello"u8.ToArray(),
            SessionId = "ses_1",
            Model = "openrouter/openai/gpt-5",
            Effort = "high",
            ExtraArguments = ["--agent", "plan"],
        });
        Assert.Equal("opencode run --format json --session ses_1 --auto --model openrouter/openai/gpt-5 --variant high --agent plan", string.Join(' ', launch.Arguments));
    }

    [Fact]
    public void A_new_session_has_a_title_so_that_no_model_is_asked_for_one()
    {
        Assert.Equal(
            ["opencode", "run", "--format", "json", "--title", "Podclip"],
            Agent.PlanLaunch(new AgentRequest { Prompt = "hello"u8.ToArray(), SkipPermissions = false }).Arguments);
        Assert.Equal(
            ["opencode", "run", "--format", "json", "--auto", "--title=Mine"],
            Agent.PlanLaunch(new AgentRequest { Prompt = "hello"u8.ToArray(), ExtraArguments = ["--title=Mine"] }).Arguments);
    }

    [Fact]
    public void Sessions_are_in_home_or_apart_from_those_of_others_or_end_with_their_run()
    {
        var home = new AgentRequest { Prompt = "hello"u8.ToArray(), SessionId = "ses_1" };
        var apart = home with { Sessions = new SessionStore.Apart("agent-1") };
        var passing = home with { Sessions = new SessionStore.Ephemeral() };
        Assert.DoesNotContain("OPENCODE_DB", Agent.PlanLaunch(home).Environment.Keys.Concat(Agent.PlanLaunch(home).HomeFolders.Keys));
        Assert.Equal(".local/share/opencode/agent-1.db", Agent.PlanLaunch(apart).HomeFolders["OPENCODE_DB"]);
        Assert.Equal("/tmp/opencode.db", Agent.PlanLaunch(passing with { SessionId = null }).Environment["OPENCODE_DB"]);
        Assert.Equal("A session cannot be resumed where sessions end with their run.", Assert.Single(Agent.Validate(passing)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void Sessions_that_stand_apart_have_the_name_of_a_file(string name) =>
        Assert.Single(Agent.Validate(new AgentRequest { Prompt = "hello"u8.ToArray(), Sessions = new SessionStore.Apart(name) }));

    [Theory]
    [InlineData("hello $(X) $$ 'quoted' \"twice\" 🎉\n")]
    [InlineData("/help")]
    [InlineData("-")]
    [InlineData("--help")]
    [InlineData("@README.md")]
    [InlineData("!ls")]
    [InlineData("  a\r\n\0b\n\n")]
    public void The_prompt_is_given_byte_for_byte(string prompt)
    {
        var bytes = Encoding.UTF8.GetBytes(prompt);
        Assert.Equal(bytes, Agent.PlanLaunch(new AgentRequest { Prompt = bytes }).StandardInput.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x61 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61 })]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x61 })]
    public void A_byte_order_mark_is_kept_by_one_more_in_front(byte[] prompt) =>
        Assert.Equal([0xEF, 0xBB, 0xBF, .. prompt], Agent.PlanLaunch(new AgentRequest { Prompt = prompt }).StandardInput.ToArray());

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\uFEFF\n")]
    public void A_blank_prompt_is_refused(string prompt)
    {
        var error = Assert.Throws<AgentRequestException>(() => Agent.PlanLaunch(new AgentRequest { Prompt = Encoding.UTF8.GetBytes(prompt) }));
        Assert.Equal("The prompt is empty.", error.Message);
    }

    [Theory]
    [InlineData("sonnet")]
    [InlineData("/sonnet")]
    [InlineData("anthropic/")]
    [InlineData("anthropic/claude sonnet")]
    public void A_model_needs_its_provider(string model) =>
        Assert.Contains("PROVIDER/MODEL", Assert.Single(Agent.Validate(new AgentRequest { Prompt = "x"u8.ToArray(), Model = model })), StringComparison.Ordinal);

    [Fact]
    public void All_problems_are_named_at_once()
    {
        var request = new AgentRequest
        {
            Prompt = default,
            SessionId = "--help",
            Model = " ",
            Effort = "high",
            ExtraArguments = ["--format=default", "--attach", "a\0b", "-s", "x", "--variant", "low"],
        };
        Assert.Equal(8, Agent.Validate(request).Count);
        Assert.Equal(8, Assert.Throws<AgentRequestException>(() => Agent.PlanLaunch(request)).Problems.Count);
    }

    [Fact]
    public void The_agent_is_kept_to_its_model_and_its_state_in_its_home()
    {
        var launch = Agent.PlanLaunch(new AgentRequest { Prompt = "x"u8.ToArray() });
        Assert.Equal("1", launch.Environment["OPENCODE_DISABLE_AUTOUPDATE"]);
        Assert.Equal("1", launch.Environment["OPENCODE_DISABLE_MODELS_FETCH"]);
        Assert.Equal("1", launch.Environment["OPENCODE_DISABLE_LSP_DOWNLOAD"]);
        Assert.Equal("true", launch.Environment["OPENCODE_DISABLE_PROJECT_CONFIG"]);
        Assert.Equal("ERROR", launch.Environment["OPENCODE_LOG_LEVEL"]);
        Assert.Equal(".local/share", launch.HomeFolders["XDG_DATA_HOME"]);
        Assert.Equal(4, launch.HomeFolders.Count);
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY", true)]
    [InlineData("OPENAI_API_KEY", true)]
    [InlineData("GOOGLE_GENERATIVE_AI_API_KEY", true)]
    [InlineData("OPENCODE_CONFIG_CONTENT", true)]
    [InlineData("OPENCODE_DISABLE_AUTOCOMPACT", true)]
    [InlineData("https_proxy", true)]
    [InlineData("OPENCODE_CONFIG", false)]
    [InlineData("OPENCODE_DB", false)]
    [InlineData("OPENCODE_SERVER_PASSWORD", false)]
    [InlineData("AWS_SECRET_ACCESS_KEY", false)]
    [InlineData("GOOGLE_APPLICATION_CREDENTIALS", false)]
    [InlineData("GITHUB_TOKEN", false)]
    [InlineData("CLAUDE_CODE_OAUTH_TOKEN", false)]
    [InlineData("PATH", false)]
    public void Only_what_the_agent_needs_is_inherited(string name, bool expected) =>
        Assert.Equal(expected, Agent.SelectInherited(Variables(name), "anthropic/claude-sonnet-4-5").Contains(name, StringComparer.Ordinal));

    [Theory]
    [InlineData("amazon-bedrock/claude", "AWS_REGION", "AWS_SECRET_ACCESS_KEY")]
    [InlineData("google-vertex/gemini", "GOOGLE_CLOUD_PROJECT")]
    [InlineData("azure/gpt-5", "AZURE_RESOURCE_NAME")]
    [InlineData("github-copilot/gpt-5", "GITHUB_TOKEN")]
    [InlineData(null)]
    public void A_clouds_keys_are_inherited_only_for_a_model_of_that_cloud(string? model, params string[] expected) => Assert.Equal(
        expected,
        Agent.SelectInherited(Variables("AWS_REGION", "AWS_SECRET_ACCESS_KEY", "GOOGLE_CLOUD_PROJECT", "AZURE_RESOURCE_NAME", "GITHUB_TOKEN"), model));

    [Fact]
    public void A_script_is_reached_by_a_provider_that_needs_nothing_from_outside()
    {
        var variables = Agent.LeadTo(new ModelAddress { Url = new Uri("http://127.0.0.1:8200/"), IsScripted = true });
        var config = JsonElement.Parse(variables["OPENCODE_CONFIG_CONTENT"]);
        Assert.Equal("scripted/scripted", config.GetProperty("model").GetString());
        var provider = config.GetProperty("provider").GetProperty("scripted");
        Assert.Equal("@ai-sdk/openai-compatible", provider.GetProperty("npm").GetString());
        Assert.Equal("http://127.0.0.1:8200/v1", provider.GetProperty("options").GetProperty("baseURL").GetString());
        Assert.Equal(ModelAddress.ScriptedKey, provider.GetProperty("options").GetProperty("apiKey").GetString());
        Assert.Equal(100_000_000, provider.GetProperty("models").GetProperty("scripted").GetProperty("limit").GetProperty("context").GetInt32());
        Assert.Equal("http://127.0.0.1:1/", variables["npm_config_registry"]);
    }

    [Fact]
    public void An_address_is_given_to_the_provider_of_the_model_with_a_key_that_is_only_named()
    {
        var variables = Agent.LeadTo(new ModelAddress { Url = new Uri("http://gateway/v1"), Model = "local/team/qwen" });
        var (name, value) = Assert.Single(variables);
        Assert.Equal(Assert.Single(Agent.AddressVariables), name);
        var provider = JsonElement.Parse(value).GetProperty("provider").GetProperty("local");
        Assert.Equal("http://gateway/v1", provider.GetProperty("options").GetProperty("baseURL").GetString());
        Assert.Equal("{env:OPENAI_API_KEY}", provider.GetProperty("options").GetProperty("apiKey").GetString());
        Assert.Equal("team/qwen", Assert.Single(provider.GetProperty("models").EnumerateObject()).Name);
    }

    [Fact]
    public void An_address_alone_does_not_say_which_model_it_has() =>
        Assert.Throws<AgentRequestException>(() => Agent.LeadTo(new ModelAddress { Url = new Uri("http://gateway/v1") }));

    private static Dictionary<string, string> Variables(params string[] names) => names.ToDictionary(name => name, _ => "1", StringComparer.Ordinal);
}
