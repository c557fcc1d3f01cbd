using Podclip.Agents.Shell;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Tests.Shell;

public class ShellAgentTests
{
    private static readonly ShellAgent Agent = new();

    [Fact]
    public void The_script_is_standard_input_and_arguments_follow()
    {
        var script = "echo \"$1\"\n"u8.ToArray();
        var launch = Agent.PlanLaunch(new AgentRequest { Prompt = script, ExtraArguments = ["-x", "two words"] });
        Assert.Equal(["sh", "-s", "--", "-x", "two words"], launch.Arguments);
        Assert.Equal(script, launch.StandardInput.ToArray());
    }

    [Fact]
    public void What_a_script_cannot_have_is_refused() => Assert.Equal(
        ["The script is empty.", "A shell script has no session to resume.", "A shell script uses no model."],
        Agent.Validate(new AgentRequest { Prompt = " "u8.ToArray(), SessionId = "s", Model = "m" }));

    [Fact]
    public void Each_line_is_an_entry_and_the_last_words_are_the_summary()
    {
        var reader = Agent.CreateReader();
        Assert.Equal([new TranscriptEntry.Output("one")], reader.Read("one"u8));
        Assert.Equal([new TranscriptEntry.Output("""{"type":"result"}""")], reader.Read("""{"type":"result"}"""u8));
        Assert.Equal([new TranscriptEntry.Output("")], reader.Read(""u8));
        Assert.Equal([new TranscriptEntry.Output("\uFFFD")], reader.Read([0xFF]));
        reader.Read("  "u8);
        Assert.Equal("\uFFFD", reader.Evidence.Summary);
        Assert.False(reader.Evidence.AnnouncesEnd);
        Assert.Equal(["one", """{"type":"result"}""", "\uFFFD"], reader.Evidence.Diagnostics);
    }

    [Fact]
    public void A_script_needs_nothing_from_the_launcher()
    {
        Assert.Empty(Agent.CredentialVariables);
        Assert.Empty(((IAgent)Agent).SelectInherited(new Dictionary<string, string>(StringComparer.Ordinal) { ["ANTHROPIC_API_KEY"] = "k" }, model: null));
    }
}
