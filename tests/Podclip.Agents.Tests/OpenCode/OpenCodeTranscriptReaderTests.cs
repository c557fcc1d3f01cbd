using System.Text;
using Podclip.Agents.OpenCode;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Tests.OpenCode;

/// <summary>The traps in the events and in the log, one by one. Where no recording has them, the lines are those the real OpenCode printed.</summary>
public class OpenCodeTranscriptReaderTests
{
    private const string FailedEvent =
        """{"type":"error","timestamp":1795744963073,"sessionID":"s","error":{"name":"UnknownError","data":{"message":"Unexpected server error. Check server logs for details.","ref":"err_7ea3ff4f"}}}""";

    private const string FailedLog =
        """timestamp=2026-11-27T02:02:43.071Z level=ERROR run=1ae1ebad message=failed ref=err_7ea3ff4f error="ProviderModelNotFoundError: Model not found: fake/nope." cause="ProviderModelNotFoundError: Model not found: fake/nope.\n    at <anonymous> (/chunk.js:439:94601)" """;

    private const string RetryLog =
        """timestamp=2026-11-27T01:55:42.527Z level=ERROR run=0d3f576d message="stream error" providerID=fake modelID=scripted session.id=s small=false agent=build mode=primary error.error="AI_APICallError: a \"rate\" limit" """;

    private const string RefusedEvent =
        """{"type":"error","timestamp":1795225389130,"sessionID":"s","error":{"name":"APIError","data":{"message":"no","statusCode":STATUS,"responseHeaders":{"retry-after":PAUSE},"responseBody":"{\"error\":{\"type\":\"TYPE\"}}"}}}""";

    [Theory]
    [InlineData(FailedLog, FailedEvent)]
    [InlineData(FailedEvent, FailedLog)]
    public void Why_a_model_cannot_be_used_is_taken_from_the_log_in_whichever_order(string first, string second)
    {
        var evidence = Read(first, second).Evidence;
        Assert.Equal(("model_not_found", "Model not found: fake/nope."), (evidence.ErrorKind, evidence.ErrorMessage));
        Assert.Equal("s", evidence.SessionId);
    }

    [Fact]
    public void A_line_of_the_log_explains_no_other_failure()
    {
        var evidence = Read(FailedLog, FailedEvent.Replace("err_7ea3ff4f", "err_other", StringComparison.Ordinal)).Evidence;
        Assert.Equal(("unknown", "Unexpected server error. Check server logs for details."), (evidence.ErrorKind, evidence.ErrorMessage));
    }

    [Fact]
    public void A_request_that_is_tried_again_is_told_until_the_agent_goes_on()
    {
        var (entries, waiting) = Read(Step("m1"), RetryLog);
        Assert.Equal("The model did not answer: a \"rate\" limit", Assert.IsType<TranscriptEntry.System>(entries[^1]).Text);
        Assert.Equal("unknown", waiting.RetryKind);
        Assert.False(waiting.IsError);
        Assert.Null(Read(Step("m1"), RetryLog, Text("t1", "on")).Evidence.RetryKind);
        Assert.Null(Read(Step("m1"), RetryLog, FailedEvent).Evidence.RetryKind);
    }

    [Fact]
    public void Other_errors_of_the_log_are_told_and_other_lines_stay_as_they_are()
    {
        const string Warning = "timestamp=2026-11-27T01:55:42.527Z level=WARN run=0 message=careful";
        var (entries, evidence) = Read(
            "timestamp=2026-11-27T01:55:42.527Z level=ERROR run=0 message=\"share failed\" cause=x",
            "timestamp=2026 level=ERROR no message",
            "timestamp=2026 level=ERROR message=\"never ends",
            Warning);
        Assert.Equal(
            [
                new TranscriptEntry.System("OpenCode's log: share failed"),
                new TranscriptEntry.Output("timestamp=2026 level=ERROR no message"),
                new TranscriptEntry.System("OpenCode's log: never ends"),
                new TranscriptEntry.Output(Warning),
            ],
            entries);
        Assert.Equal(4, evidence.Diagnostics.Count);
        Assert.False(evidence.IsError);
    }

    [Fact]
    public void A_session_that_is_not_there_is_told_only_before_the_first_event()
    {
        const string Line = "\e[91m\e[1mError: \e[0mSession not found";
        Assert.Equal("unknown_session", Read(Line).Evidence.ErrorKind);
        Assert.Null(Read("Session not found", "Error: Session not found: no").Evidence.ErrorKind);
        var later = Read(Step("m1"), Line, Text("t1", "Error: Session not found"), Finish("stop")).Evidence;
        Assert.Null(later.ErrorKind);
        Assert.Equal("s", later.SessionId);
    }

    [Fact]
    public void A_session_whose_directory_is_not_there_cannot_be_resumed()
    {
        const string Log = """timestamp=2026-11-27T06:02:41.226Z level=ERROR run=c273d45b message=failed ref=err_7ea3ff4f error="PlatformError: NotFound: FileSystem.realPath (/srv/repo) (cause: Error: ENOENT: no such file or directory, lstat '/srv/repo')" """;
        var evidence = Read(Log, FailedEvent).Evidence;
        Assert.Equal(("unknown_session", "The session belongs to a directory that is not here: /srv/repo"), (evidence.ErrorKind, evidence.ErrorMessage));
    }

    [Fact]
    public void Steps_without_a_reason_and_without_a_tool_lead_nowhere()
    {
        const string Tool = """{"type":"tool_use","sessionID":"s","part":{"id":"p","tool":"bash","callID":"c","state":{"status":"completed","input":{},"output":"x","metadata":{"exit":0}}}}""";
        string[] twice = [Step("m1"), Finish("unknown", "f1"), Step("m2"), Text("t2", "again"), Finish("unknown", "f2")];
        Assert.Equal(2, Read(twice).Evidence.IdleSteps);
        Assert.Equal(2, Read([.. twice, Step("m3")]).Evidence.IdleSteps);
        Assert.Equal(0, Read([.. twice, Step("m3"), Tool, Finish("unknown", "f3")]).Evidence.IdleSteps);
        Assert.Equal(0, Read([.. twice, Step("m3"), Text("t3", "done"), Finish("stop", "f3")]).Evidence.IdleSteps);
        Assert.Equal(3, Read([.. twice, Step("m3"), Finish("tool-calls", "f3")]).Evidence.IdleSteps);
    }

    [Fact]
    public void What_opencode_tells_the_model_after_compacting_is_not_the_models_word()
    {
        var (entries, evidence) = Read(
            Text("t1", "the summary"),
            """{"type":"text","sessionID":"s","part":{"id":"t2","type":"text","text":"Continue if you have next steps","synthetic":true,"metadata":{"compaction_continue":true}}}""");
        Assert.Equal(new TranscriptEntry.User("Continue if you have next steps"), entries[^1]);
        Assert.Equal("the summary", evidence.Summary);
    }

    [Fact]
    public void Reasoning_is_thinking_and_its_tokens_are_output()
    {
        var (entries, evidence) = Read(
            """{"type":"reasoning","sessionID":"s","part":{"id":"r1","type":"reasoning","text":"hm"}}""",
            """{"type":"step_finish","sessionID":"s","part":{"id":"f","reason":"stop","tokens":{"input":1,"output":2,"reasoning":3,"cache":{"read":4,"write":5}}}}""");
        Assert.Equal(new TranscriptEntry.Thinking("hm"), entries[1]);
        Assert.Equal(new TokenUsage(1, 5, 4, 5), evidence.Usage);
        Assert.Null(evidence.CostUsd);
    }

    [Fact]
    public void An_event_that_comes_twice_counts_once()
    {
        var (entries, evidence) = Read(Step("m1"), Text("t1", "a"), Text("t1", "a"), Finish("stop"), Finish("stop"));
        Assert.Equal(["init", "assistant", "result"], entries.Select(entry => entry.Kind));
        Assert.Equal(1, evidence.Turns);
    }

    [Theory]
    [InlineData("stop", true, false)]
    [InlineData("length", true, false)]
    [InlineData("tool-calls", false, false)]
    [InlineData("unknown", false, false)]
    public void Only_some_steps_are_the_last(string reason, bool hasEnded, bool isError)
    {
        var evidence = Read(Step("m1"), Text("t1", "a"), Finish(reason)).Evidence;
        Assert.Equal((hasEnded, isError), (evidence.HasEnded, evidence.IsError));
        Assert.False(Read(Step("m1"), Text("t1", "a"), Finish(reason), Step("m2")).Evidence.HasEnded);
    }

    [Theory]
    [InlineData(401, "CreditsError", "billing_error")]
    [InlineData(429, "insufficient_quota", "billing_error")]
    [InlineData(429, "FreeUsageLimitError", "usage_limit")]
    [InlineData(429, "rate_limit_error", "rate_limit")]
    [InlineData(408, "", "request_timeout")]
    [InlineData(402, "", "billing_error")]
    public void A_provider_that_wants_money_is_told_apart_from_one_that_wants_time(int status, string type, string kind)
    {
        var evidence = Read(RefusedEvent
            .Replace("STATUS", status.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("TYPE", type, StringComparison.Ordinal)
            .Replace("PAUSE", "\"3600\"", StringComparison.Ordinal)).Evidence;
        Assert.Equal(kind, evidence.ErrorKind);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1795225389130).AddHours(1), evidence.RetryNotBefore);
    }

    [Theory]
    [InlineData("TimeoutError", "The operation timed out.")]
    [InlineData("UnknownError", "The operation timed out.")]
    public void Waiting_in_vain_for_the_model_is_a_kind_of_its_own(string name, string message) =>
        Assert.Equal("request_timeout", Read($$$$"""{"type":"error","sessionID":"s","error":{"name":"{{{{name}}}}","data":{"message":"{{{{message}}}}"}}}""").Evidence.ErrorKind);

    [Theory]
    [InlineData("\"-1\"")]
    [InlineData("\"99999999999\"")]
    [InlineData("\"Fri, 27 Nov 2026 00:00:00 GMT\"")]
    [InlineData("7")]
    public void A_pause_that_is_no_number_of_seconds_is_none(string pause) => Assert.Null(
        Read(RefusedEvent.Replace("STATUS", "429", StringComparison.Ordinal).Replace("PAUSE", pause, StringComparison.Ordinal)).Evidence.RetryNotBefore);

    [Fact]
    public void A_conversation_that_is_too_long_may_still_go_on_the_first_time()
    {
        const string Overflow = """{"type":"error","sessionID":"s","error":{"name":"ContextOverflowError","data":{"message":"too long"}}}""";
        Assert.False(Read(Overflow).Evidence.HasEnded);
        Assert.True(Read(Overflow, Overflow).Evidence.HasEnded);
        Assert.Equal("prompt_too_long", Read(Overflow).Evidence.ErrorKind);
    }

    [Fact]
    public void A_refused_call_after_which_the_agent_goes_on_is_no_failure()
    {
        const string Refused = """{"type":"tool_use","sessionID":"s","part":{"id":"p","tool":"bash","callID":"c","state":{"status":"error","input":{},"error":"The user rejected permission to use this specific tool call."}}}""";
        Assert.Equal("permission_denied", Read(Step("m1"), Refused, Finish("tool-calls")).Evidence.ErrorKind);
        Assert.Null(Read(Step("m1"), Refused, Finish("tool-calls"), Step("m2"), Finish("stop", "f2")).Evidence.ErrorKind);
    }

    [Fact]
    public void Unknown_events_are_kept_and_json_that_is_no_event_is_output()
    {
        var (entries, evidence) = Read("""{"type":"session_idle","sessionID":"s"}""", """{"type":"text"}""", "{}");
        Assert.Equal(["init", "system", "stdout", "stdout"], entries.Select(entry => entry.Kind));
        Assert.Equal("session idle", ((TranscriptEntry.System)entries[1]).Text);
        Assert.Equal(2, evidence.Diagnostics.Count);
    }

    private static string Step(string message) => $$$"""{"type":"step_start","sessionID":"s","part":{"id":"start {{{message}}}","messageID":"{{{message}}}","type":"step-start"}}""";

    private static string Text(string id, string text) => $$$"""{"type":"text","sessionID":"s","part":{"id":"{{{id}}}","type":"text","text":"{{{text}}}"}}""";

    private static string Finish(string reason, string id = "f") => $$$"""{"type":"step_finish","sessionID":"s","part":{"id":"{{{id}}}","reason":"{{{reason}}}","tokens":{"input":1,"output":1},"cost":0.5}}""";

    private static (IReadOnlyList<TranscriptEntry> Entries, AgentEvidence Evidence) Read(params string[] lines) =>
        Recordings.OpenCode.Read(lines.Select(Encoding.UTF8.GetBytes));
}
