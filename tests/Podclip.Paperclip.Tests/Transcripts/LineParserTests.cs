using Podclip.Paperclip.Adapters;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Transcripts;
using Podclip.Transcripts;

namespace Podclip.Paperclip.Tests.Transcripts;

/// <summary>What the host's page and its command line make of single lines.</summary>
public sealed class LineParserTests
{
    private const string Ts = "2026-01-02T03:04:05.678Z";

    private static readonly string[] RealLines =
    [
        .. RecordedRun.ReadAll(Path.Combine(Fixtures.ProjectDirectory, "..", "Recordings", "transcripts"))
            .SelectMany(run => Encoding.UTF8.GetString([.. run.Output, .. run.Error]).Split('\n')),
    ];

    private static readonly Gen<string> AnyText = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    private static readonly Gen<string> BrokenLine =
        from line in Gen.Elements(RealLines)
        from at in Gen.Choose(0, line.Length)
        from count in Gen.Choose(0, 40)
        from put in AnyText
        select line[..at] + put + line[Math.Min(line.Length, at + count)..];

    private static readonly Gen<string> OddEvent =
        from type in Gen.Elements("system", "assistant", "user", "result", "rate_limit_event", "step_start", "step_finish", "text", "tool_use", "error", "reasoning", "other")
        from member in Gen.Elements("message", "part", "error", "errors", "usage", "rate_limit_info", "model_usage_since_last_result", "result", "subtype", "is_error", "total_cost_usd")
        from value in Gen.Elements(
            "null", "7", "-1e308", "1e999", "\"\\ud83d\"", "true", "[]", "{}", "[null,{\"message\":[]}]", "{\"content\":[{\"type\":\"tool_use\",\"input\":\"\\udc00\"},3,{\"type\":\"tool_result\",\"content\":[{}]}]}",
            "{\"resetsAt\":1e300,\"status\":{}}", "{\"a\":{\"costUSD\":-1},\"b\":null}", "{\"state\":{\"status\":\"pending\",\"input\":[\"\\ud800\"]},\"tokens\":[],\"cost\":1e14}")
        select $$"""{"type":"{{type}}","{{member}}":{{value}}}""";

    [Fact]
    public void No_line_makes_them_fail_and_all_entries_can_be_sent()
    {
        foreach (var kind in AdapterRecipes.All.Select(recipe => recipe.Kind))
        {
            Assert.All(RealLines, line => Check(kind, line));
            Prop.ForAll(Arb.From(Gen.OneOf(AnyText, BrokenLine, OddEvent)), line => Check(kind, line)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("plain words")]
    [InlineData("""{"type":"stream_event"}""")]
    [InlineData("""{"type":"user","message":{"content":[]}}""")]
    [InlineData("""{"type":"assistant","message":{}}""")]
    public void A_line_of_Claude_without_a_form_of_its_own_stays_a_line(string line) => Assert.Equal([Stdout(line)], Claude(line));

    [Fact]
    public void Events_of_Claude_become_entries()
    {
        Assert.Equal([new HostTranscriptEntry.Init("m", "s") { Ts = Ts }], Claude("""{"type":"system","subtype":"init","model":"m","session_id":"s"}"""));
        Assert.Equal([new HostTranscriptEntry.Init("unknown", "") { Ts = Ts }], Claude("""{"type":"system","subtype":"init"}"""));
        var answer = Claude("""{"type":"assistant","message":{"content":[{"type":"text","text":"hi"},{"type":"thinking","thinking":"hm"},{"type":"tool_use","tool_use_id":"t1"}]}}""");
        Assert.Equal([new HostTranscriptEntry.Assistant("hi") { Ts = Ts }, new HostTranscriptEntry.Thinking("hm") { Ts = Ts }], answer.Take(2));
        var call = Assert.IsType<HostTranscriptEntry.ToolCall>(answer[2]);
        Assert.Equal(("unknown", "t1", "{}"), (call.Name, call.ToolUseId, call.Input!.ToJsonString()));
        Assert.Equal(
            [new HostTranscriptEntry.User("go on") { Ts = Ts }, new HostTranscriptEntry.ToolResult("t1", "a\nb", true) { Ts = Ts }],
            Claude("""{"type":"user","message":{"content":[{"type":"text","text":"go on"},{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":[{"text":"a"},{"text":"b"}]}]}}"""));
        var result = Assert.IsType<HostTranscriptEntry.Result>(Assert.Single(Claude(
            """{"type":"result","subtype":"error_max_turns","is_error":true,"errors":["a",{"message":"b"},{"code":"c"}," "],"usage":{"input_tokens":1,"output_tokens":2,"cache_read_input_tokens":3},"total_cost_usd":0.5}""")));
        Assert.Equal(("", 1, 2, 3, 0.5m, "error_max_turns", true), (result.Text, result.InputTokens, result.OutputTokens, result.CachedTokens, result.CostUsd, result.Subtype, result.IsError));
        Assert.Equal(["a", "b", "c"], result.Errors);
    }

    [Fact]
    public void Events_of_OpenCode_become_entries()
    {
        Assert.Empty(OpenCode("  "));
        Assert.Empty(OpenCode("""{"type":"something"}"""));
        Assert.Empty(OpenCode("""{"type":"text","part":{"text":"go on","synthetic":true}}"""));
        Assert.Equal([Stdout("words")], OpenCode(" words "));
        Assert.Equal([new HostTranscriptEntry.Assistant("hi", Delta: true) { Ts = Ts }], OpenCode("""{"type":"text","part":{"text":"hi"}}"""));
        Assert.Equal([new HostTranscriptEntry.System("Starting step…") { Ts = Ts }], OpenCode("""{"type":"step_start"}"""));
        Assert.Equal([new HostTranscriptEntry.StandardError("no key") { Ts = Ts }], OpenCode("""{"type":"error","error":{"name":"APIError","data":{"message":"no key"}}}"""));
        Assert.Equal([new HostTranscriptEntry.StandardError("APIError") { Ts = Ts }], OpenCode("""{"type":"error","error":{"name":"APIError"}}"""));
        Assert.Equal(
            [new HostTranscriptEntry.ToolResult("c1", "Tool error", true, "bash") { Ts = Ts }],
            OpenCode("""{"type":"tool_use","part":{"tool":"bash","callID":"c1","state":{"status":"error","error":""}}}"""));
        Assert.Equal(
            [new HostTranscriptEntry.ToolResult("bash", "Done", false, "bash") { Ts = Ts }],
            OpenCode("""{"type":"tool_use","part":{"tool":"bash","state":{"status":"completed"}}}"""));
        Assert.IsType<HostTranscriptEntry.ToolCall>(Assert.Single(OpenCode("""{"type":"tool_use","part":{"tool":"bash","state":{"status":"pending"}}}""")));
        var step = Assert.IsType<HostTranscriptEntry.Result>(Assert.Single(OpenCode(
            """{"type":"step_finish","part":{"reason":"stop","cost":0.25,"tokens":{"input":1,"output":2,"reasoning":3,"cache":{"read":4}}}}""")));
        Assert.Equal(("Step finished: stop", 1, 5, 4, 0.25m, "stop"), (step.Text, step.InputTokens, step.OutputTokens, step.CachedTokens, step.CostUsd, step.Subtype));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("null", "null")]
    [InlineData("plain \u001b[31mred", "plain red")]
    [InlineData("""{"type":"system","subtype":"init","model":"m","session_id":"s"}""", "Claude initialized (model: m, session: s)")]
    [InlineData("""{"type":"assistant","message":{"content":[{"type":"text","text":"hi"},{"type":"tool_use","name":"Bash","input":{"a":1}}]}}""", "assistant: hi\ntool_call: Bash\n{\n  \"a\": 1\n}")]
    [InlineData("""{"type":"user","message":{"content":[{"type":"tool_result","is_error":true,"content":"no"}]}}""", "tool_result (error)\nno")]
    [InlineData("""{"type":"result","subtype":"success","result":"done","usage":{"input_tokens":1,"output_tokens":2},"total_cost_usd":0.5}""", "result:\ndone\ntokens: in=1 out=2 cached=0 cost=$0.500000")]
    [InlineData("""{"type":"result","is_error":true,"errors":["a","b"]}""", "result:\nclaude_result: subtype=unknown is_error=true\nclaude_errors: a | b\ntokens: in=0 out=0 cached=0 cost=$0.000000")]
    [InlineData("""{"type":"rate_limit_event","rate_limit_info":{"status":"allowed","resetsAt":1e300}}""", "rate_limit: type=unknown status=allowed")]
    [InlineData("""{"type":"rate_limit_event","rate_limit_info":{"rateLimitType":"five_hour","status":"rejected","resetsAt":1767323045}}""", "rate_limit: type=five_hour status=rejected resets=2026-01-02T03:04:05.000Z")]
    [InlineData("""{"type":"stream_event"}""", null)]
    public void A_line_of_Claude_has_a_form_for_terminals(string line, string? expected) => Assert.Equal(expected, LineFormatter.Format(AdapterKind.Claude, line));

    [Theory]
    [InlineData("""{"type":"step_start","sessionID":"s"}""", null, "[step_start] session=s")]
    [InlineData("""{"type":"text","part":{"text":" hi "}}""", "hi", "hi")]
    [InlineData("""{"type":"tool_use","part":{"tool":"bash","state":{"status":"completed","title":"lists","output":"a\nb"}}}""", null, "[tool:bash] completed - lists\n  → a\nb")]
    [InlineData("""{"type":"tool_use","part":{"tool":"bash","state":{"status":"error","error":"no"}}}""", "⚠ no", "[tool:bash] error\n  ✗ no")]
    [InlineData("""{"type":"step_finish","part":{"reason":"stop","cost":0.5,"tokens":{"input":1,"output":2}}}""", "[step_finish] stop (tokens=3, cost$0.5000)", "[step_finish] stop (tokens=3, cost$0.5000)")]
    [InlineData("""{"type":"step_finish","part":{}}""", "[step_finish] done", "[step_finish] done")]
    [InlineData("""{"type":"error","error":"no"}""", "✗ no", "✗ no")]
    [InlineData("""{"type":"odd"}""", null, "[odd]")]
    public void A_line_of_OpenCode_has_a_form_for_terminals(string line, string? normal, string? debug)
    {
        Assert.Equal(normal, LineFormatter.Format(AdapterKind.OpenCode, line));
        Assert.Equal(debug, LineFormatter.Format(AdapterKind.OpenCode, line, debug: true));
    }

    [Fact]
    public void Colours_are_the_formatters_own() =>
        Assert.Equal("\u001b[32massistant: a\u001b[0m\n\u001b[32mb\u001b[0m", LineFormatter.Format(AdapterKind.Claude, """{"type":"assistant","message":{"content":[{"type":"text","text":"a\n\u001b[31mb"}]}}""", colours: true));

    private static void Check(AdapterKind kind, string line)
    {
        foreach (var entry in LineParser.Parse(kind, line, Ts))
        {
            Assert.DoesNotContain('\n', JsonSerializer.Serialize(entry, PaperclipJson.Plain.HostTranscriptEntry));
        }

        var text = (LineFormatter.Format(kind, line) ?? "") + LineFormatter.Format(kind, line, debug: true);
        Assert.DoesNotContain(text, unit => char.IsControl(unit) && unit is not ('\n' or '\t'));
    }

    private static IReadOnlyList<HostTranscriptEntry> Claude(string line) => LineParser.Parse(AdapterKind.Claude, line, Ts);

    private static IReadOnlyList<HostTranscriptEntry> OpenCode(string line) => LineParser.Parse(AdapterKind.OpenCode, line, Ts);

    private static HostTranscriptEntry.StandardOutput Stdout(string line) => new(line) { Ts = Ts };
}
