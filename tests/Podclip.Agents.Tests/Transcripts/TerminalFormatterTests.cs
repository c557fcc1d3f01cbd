using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Tests.Transcripts;

public class TerminalFormatterTests
{
    private static readonly TerminalFormatter Plain = new(colours: false);

    [Fact]
    public void A_run_reads_like_a_conversation()
    {
        var formatter = new TerminalFormatter(colours: false);
        var lines = Recordings.Claude.Read("toolerror").Entries.SelectMany(formatter.Format).ToArray();
        Assert.Collection(
            lines,
            line => Assert.StartsWith("· claude-opus-5-5, session ", line, StringComparison.Ordinal),
            line => Assert.Equal("▸ Bash echo to-stdout; echo to-stderr >&2; exit 3", line),
            line => Assert.Equal("  ✗ Exit code 3", line),
            line => Assert.Equal("    to-stdout", line),
            line => Assert.Equal("    to-stderr", line),
            line => Assert.Equal("● The command failed with exit code 3.", line),
            line => Assert.Equal("✓ success · 5,438 tokens in, 32 out · $0.0224", line));
    }

    [Fact]
    public void Long_tool_results_are_cut_and_say_so()
    {
        var content = string.Join('\n', Enumerable.Range(1, 30).Select(i => $"line {i}"));
        var lines = Plain.Format(new TranscriptEntry.ToolResult("t", content, IsError: false));
        Assert.Equal(7, lines.Count);
        Assert.Equal("  └ line 1", lines[0]);
        Assert.Equal("    … 24 more lines", lines[^1]);
    }

    [Fact]
    public void A_failure_shows_its_text()
    {
        var lines = Plain.Format(new TranscriptEntry.Result("Invalid API key", "success", IsError: true, TokenUsage.None, 0));
        Assert.Equal(["✗ Invalid API key", "✗ failed · 0 tokens in, 0 out · $0.0000"], lines);
    }

    [Fact]
    public void The_same_start_is_told_once()
    {
        var formatter = new TerminalFormatter(colours: false);
        Assert.Single(formatter.Format(new TranscriptEntry.Init("m", "s")));
        Assert.Empty(formatter.Format(new TranscriptEntry.Init("m", "s")));
        Assert.Single(formatter.Format(new TranscriptEntry.Init("m2", "s")));
    }

    [Fact]
    public void What_is_not_known_at_the_start_is_left_out()
    {
        var formatter = new TerminalFormatter(colours: false);
        Assert.Equal(["· session s"], formatter.Format(new TranscriptEntry.Init(null, "s")));
        Assert.Equal(["· m"], formatter.Format(new TranscriptEntry.Init("m", null)));
        Assert.Empty(formatter.Format(new TranscriptEntry.Init(null, null)));
    }

    [Fact]
    public void The_result_of_a_step_stands_back() => Assert.Equal(
        ["\e[2m· tool-calls · 5 tokens in, 2 out · $0.5000\e[0m"],
        new TerminalFormatter(colours: true).Format(new TranscriptEntry.Result(null, "tool-calls", false, new TokenUsage(5, 2), 0.5m) { IsInterim = true }));

    [Fact]
    public void A_subagent_is_set_apart() =>
        Assert.Equal(["│ ● inner"], Plain.Format(new TranscriptEntry.Assistant("inner") { ParentToolUseId = "t" }));

    [Fact]
    public void Colours_are_the_only_escape_sequences()
    {
        var lines = new TerminalFormatter(colours: true).Format(new TranscriptEntry.System("a\e]0;title\ab"));
        Assert.Equal(["\e[2m· ab\e[0m"], lines);
    }

    [Theory]
    [InlineData("""{"command":"make\ntest"}""", "▸ Tool make …")]
    [InlineData("""{"file_path":"/a/b","content":"x"}""", "▸ Tool /a/b")]
    [InlineData("""{"other":1}""", """▸ Tool {"other":1}""")]
    [InlineData("{}", "▸ Tool")]
    [InlineData("7", "▸ Tool")]
    [InlineData("""{"command":"\u001b[2Jrm"}""", "▸ Tool rm")]
    public void A_tool_call_shows_the_gist_of_its_input(string input, string expected) =>
        Assert.Equal([expected], Plain.Format(new TranscriptEntry.ToolCall("Tool", null, JsonElement.Parse(input))));

    [Fact]
    public void A_tool_call_without_input_is_shown() => Assert.Equal(["▸ Tool"], Plain.Format(new TranscriptEntry.ToolCall("Tool", null, default)));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("tab\tstays", "tab\tstays")]
    [InlineData("\e[31mred\e[0m", "red")]
    [InlineData("\e]8;;http://evil\e\\link\e]8;;\e\\", "link")]
    [InlineData("\e]52;c;ZXZpbA==\a", "")]
    [InlineData("\e]0;never ends", "␛]0;never ends")]
    [InlineData("\e", "␛")]
    [InlineData("\e[", "␛[")]
    [InlineData("\ec reset", "␛c reset")]
    [InlineData("\u009b2J", "")]
    [InlineData("\u009d0;t", "\uFFFD0;t")]
    [InlineData("over\rwrite", "over␍write")]
    [InlineData("b\bel\a\0", "b␈el␇␀")]
    [InlineData("\u007f", "␡")]
    [InlineData("user\u202Etxt.exe\u2066", "user\uFFFDtxt.exe\uFFFD")]
    [InlineData("a\u2028b", "a␤b")]
    [InlineData("\U000E0041hidden", "\uFFFDhidden")]
    [InlineData("👩‍💻 ünï", "👩‍💻 ünï")]
    public void S16_Hostile_text_is_made_harmless(string text, string expected) => Assert.Equal(expected, TerminalText.Neutralize(text));

    [Fact]
    public void Unpaired_surrogates_are_replaced() => Assert.Equal("a\uFFFDb", TerminalText.Neutralize("a\ud83db"));
}
