using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Prompts;
using Podclip.Paperclip.Variables;

namespace Podclip.Paperclip.Tests.Prompts;

/// <summary>Texts that the host's own helpers made go before ours.</summary>
public sealed class HostPromptTests
{
    private static readonly HostRendering Rendering = new()
    {
        Fresh = new HostPrompt("fresh wake", "fresh task"),
        Resumed = new HostPrompt("resumed wake", ""),
        WakePayloadJson = """{"by":"host"}""",
    };

    [Theory]
    [InlineData(false, "fresh wake\n\nfresh task\n\nGo")]
    [InlineData(true, "resumed wake")]
    public void The_prompt_has_them_in_their_places(bool isResumed, string expected) =>
        Assert.Equal(expected, PromptWriter.Write(Execution(Rendering), Settings(), isResumed).Text);

    [Fact]
    public void The_payload_is_the_hosts_also_when_it_is_none()
    {
        Assert.Equal("""{"by":"host"}""", WakeVariables.Of(Execution(Rendering))["PAPERCLIP_WAKE_PAYLOAD_JSON"]);
        Assert.False(WakeVariables.Of(Execution(Rendering with { WakePayloadJson = null })).ContainsKey("PAPERCLIP_WAKE_PAYLOAD_JSON"));
    }

    [Fact]
    public void Without_them_ours_serve()
    {
        Assert.Contains("## Paperclip Wake Payload", PromptWriter.Write(Execution(null), Settings(), isResumed: false).Text, StringComparison.Ordinal);
        Assert.Contains("ISSUE-1", WakeVariables.Of(Execution(null))["PAPERCLIP_WAKE_PAYLOAD_JSON"], StringComparison.Ordinal);
    }

    private static AdapterSettings Settings() => AdapterSettingsReader.Read(new ConfigReader(new JsonObject { ["promptTemplate"] = "Go" }), reattachesByDefault: false);

    private static AdapterExecutionContext Execution(HostRendering? prompts) => new()
    {
        RunId = "r",
        Agent = new AdapterAgent { Id = "a", CompanyId = "c", Name = "n" },
        Context = new JsonObject { ["paperclipWake"] = new JsonObject { ["issue"] = new JsonObject { ["id"] = "1", ["identifier"] = "ISSUE-1" } } },
        Podclip = new BridgeExtras { Prompts = prompts },
    };
}
