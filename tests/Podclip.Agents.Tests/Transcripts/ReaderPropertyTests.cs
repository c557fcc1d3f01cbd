using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Tests.Transcripts;

/// <summary>No output, however broken, stops a reader, and the same output always reads the same.</summary>
public class ReaderPropertyTests
{
    private static readonly byte[][] RealLines =
    [
        .. new[] { "subagent", "unicode", "error401-maxretries0", "maxturns", "bgbash" }.SelectMany(Recordings.Claude.Lines),
        .. new[] { "task-subagent", "unicode", "error401", "toolerror", "miderror", "permission-ask", "session-unknown" }.SelectMany(Recordings.OpenCode.AllLines),
    ];

    private static readonly Gen<byte[]> AnyBytes = ArbMap.Default.GeneratorFor<byte[]>();

    private static readonly Gen<byte[]> RealLine = Gen.Elements(RealLines);

    private static readonly Gen<byte[]> BrokenLine =
        from line in RealLine
        from at in Gen.Choose(0, line.Length - 1)
        from count in Gen.Choose(0, 40)
        from put in AnyBytes
        select (byte[])[.. line[..at], .. put, .. line[Math.Min(line.Length, at + count)..]];

    private static readonly Gen<byte[]> OddEvent =
        from type in Gen.Elements("system", "assistant", "user", "result", "stream_event", "other")
        from member in Gen.Elements("message", "subtype", "content", "usage", "errors", "uuid", "session_id", "result", "model_usage_since_last_result", "parent_tool_use_id")
        from value in Gen.Elements("null", "[]", "{}", "7", "-1e300", "\"\\ud83d\"", "[null,[],{\"type\":[]}]", "{\"content\":[{\"type\":\"text\"},3]}", "true")
        select Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","is_error":true,"session_id":"s","{{member}}":{{value}}}""");

    private static readonly Gen<byte[]> OddOpenCodeEvent =
        from type in Gen.Elements("step_start", "step_finish", "text", "reasoning", "tool_use", "error", "other")
        from member in Gen.Elements("part", "error", "sessionID", "type")
        from value in Gen.Elements(
            "null", "[]", "{}", "7", "\"\\ud83d\"", "{\"id\":7,\"state\":[]}", "{\"id\":\"x\",\"tokens\":{\"input\":-1,\"output\":1e300},\"cost\":\"1\"}",
            "{\"name\":[],\"data\":{\"message\":{},\"responseBody\":\"{\\\"error\\\":[]}\"}}", "{\"data\":{\"message\":\"{\\\"message\\\":1}\"}}",
            "{\"tool\":\"bash\",\"state\":{\"status\":\"completed\",\"metadata\":{\"exit\":1e9}}}")
        select Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","sessionID":"s","{{member}}":{{value}}}""");

    private static readonly Gen<byte[]> OddLogLine =
        from parts in Gen.Elements("timestamp=", " level=ERROR ", "message=", "\"", "\\", "=", " ", "ref=err_1", "error=\"A: b\\nc\"", "message=\"stream error\"").ArrayOf()
        select Encoding.UTF8.GetBytes("timestamp=1 level=ERROR " + string.Concat(parts));

    private static readonly Gen<byte[][]> Output = Gen.OneOf(AnyBytes, RealLine, BrokenLine, OddEvent, OddOpenCodeEvent, OddLogLine).ArrayOf();

    public static TheoryData<string> Agents => [.. AgentCatalogue.All.Select(agent => agent.Name)];

    [Theory]
    [MemberData(nameof(Agents))]
    public void Any_output_is_read_and_always_the_same_way(string name) => Prop.ForAll(Arb.From(Output), lines =>
    {
        var agent = AgentCatalogue.Get(name);
        Assert.Equal(ReadAll(agent, lines), ReadAll(agent, lines));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Neutral_text_has_no_control_characters_and_stays_as_it_is() => Prop.ForAll(
        Arb.From(Gen.Elements("\e[", "\e]", "\a", "\r", "\u009b", "31m", "text", "\u202e", "\ud83d", "\\", "\e\\", "\t", "🎉").ArrayOf().Select(string.Concat)),
        text =>
        {
            var neutral = TerminalText.Neutralize(text);
            Assert.DoesNotContain(neutral, c => char.IsControl(c) && c != '\t');
            Assert.Equal(neutral, TerminalText.Neutralize(neutral));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static string ReadAll(IAgent agent, byte[][] lines)
    {
        var reader = agent.CreateReader();
        var formatter = new TerminalFormatter(colours: false);
        var text = new StringBuilder();
        foreach (var entry in lines.SelectMany(line => reader.Read(line)))
        {
            text.Append(Encoding.UTF8.GetString(TranscriptJson.ToLine(entry))).Append('\n').AppendJoin('\n', formatter.Format(entry)).Append('\n');
        }

        var evidence = reader.Evidence;
        return text.AppendJoin('\n', evidence.Diagnostics).Append(evidence with { Diagnostics = [], ResultEvent = null }).Append(evidence.ResultEvent?.GetRawText()).ToString();
    }
}
