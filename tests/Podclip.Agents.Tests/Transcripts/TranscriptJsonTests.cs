using System.Text;
using System.Text.Json;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Tests.Transcripts;

public class TranscriptJsonTests
{
    public static TheoryData<TranscriptEntry, string> Forms => new()
    {
        { new TranscriptEntry.Init("m", "s"), """{"kind":"init","model":"m","sessionId":"s"}""" },
        { new TranscriptEntry.Init(null, null), """{"kind":"init"}""" },
        { new TranscriptEntry.Assistant("hällo <b> 🎉 \"q\" 'a' & +"), """{"kind":"assistant","text":"hällo <b> \uD83C\uDF89 \"q\" 'a' & +"}""" },
        { new TranscriptEntry.Assistant("in") { ParentToolUseId = "t0" }, """{"kind":"assistant","text":"in","parentToolUseId":"t0"}""" },
        { new TranscriptEntry.Thinking("hm"), """{"kind":"thinking","text":"hm"}""" },
        { new TranscriptEntry.User("go on"), """{"kind":"user","text":"go on"}""" },
        { new TranscriptEntry.System("retry"), """{"kind":"system","text":"retry"}""" },
        { new TranscriptEntry.Output("x\e[0m\n\u009b\u2028"), """{"kind":"stdout","text":"x\u001B[0m\n\u009B\u2028"}""" },
        { new TranscriptEntry.ToolCall("Bash", "t1", JsonElement.Parse("""{ "a": [1.50, "\u00e9"] }""")), """{"kind":"tool_call","name":"Bash","toolUseId":"t1","input":{"a":[1.50,"é"]}}""" },
        { new TranscriptEntry.ToolCall("Bash", null, default), """{"kind":"tool_call","name":"Bash","input":null}""" },
        { new TranscriptEntry.ToolResult("t1", "ok", false), """{"kind":"tool_result","toolUseId":"t1","content":"ok","isError":false}""" },
        {
            new TranscriptEntry.Result("done", "success", false, new TokenUsage(1, 2, 3, 4), 0.010856000000000001m),
            """{"kind":"result","text":"done","subtype":"success","isError":false,"inputTokens":1,"outputTokens":2,"cachedTokens":3,"cacheCreationTokens":4,"costUsd":0.010856000000000001}"""
        },
    };

    [Theory]
    [MemberData(nameof(Forms), DisableDiscoveryEnumeration = true)]
    public void Each_kind_has_its_form(TranscriptEntry entry, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(TranscriptJson.ToLine(entry)));

    [Fact]
    public void Sequence_and_time_stand_first()
    {
        var time = new DateTimeOffset(2026, 11, 21, 3, 4, 5, 678, TimeSpan.FromHours(2));
        Assert.Equal(
            """{"seq":7,"time":"2026-11-21T01:04:05.678Z","kind":"stdout","text":""}""",
            Encoding.UTF8.GetString(TranscriptJson.ToLine(new TranscriptEntry.Output(""), 7, time)));
    }

    [Fact]
    public void Unpaired_surrogates_do_not_throw() =>
        Assert.Equal("""{"kind":"stdout","text":"\uFFFD"}""", Encoding.UTF8.GetString(TranscriptJson.ToLine(new TranscriptEntry.Output("\ud83d"))));
}
