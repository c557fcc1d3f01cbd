using System.Text;
using Podclip.Agents.Claude;
using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Tests.Claude;

/// <summary>What the recorded runs prove, checked by hand, and the traps in the events one by one.</summary>
public class ClaudeTranscriptReaderTests
{
    [Fact]
    public void Usage_has_all_four_kinds_of_tokens_and_the_cost_of_the_run()
    {
        var (_, evidence) = Recordings.Claude.Read("usage");
        Assert.Equal(new TokenUsage(17, 101, 19236, 3567), evidence.Usage);
        Assert.Equal(0.0237702m, evidence.CostUsd);
        Assert.Equal("claude-opus-5-5", evidence.Model);
        Assert.Equal("Counted.", evidence.Summary);
        Assert.Equal(2, evidence.Turns);
    }

    [Fact]
    public void A_resumed_run_costs_what_it_cost_itself_and_not_what_the_session_did()
    {
        var first = Recordings.Claude.Read("resume-1").Evidence;
        var second = Recordings.Claude.Read("resume-2-ok").Evidence;
        Assert.Equal(first.SessionId, second.SessionId);
        Assert.Equal(0.01086m, first.CostUsd);
        Assert.Equal(0.02284m, second.CostUsd);
        Assert.Equal("0.0337", second.ResultEvent!.Value.GetProperty("total_cost_usd").GetRawText());
    }

    [Fact]
    public void Max_turns_is_an_error_of_its_own_kind_with_the_last_words_as_summary()
    {
        var (_, evidence) = Recordings.Claude.Read("maxturns");
        Assert.True(evidence.HasEnded);
        Assert.True(evidence.IsError);
        Assert.Equal("max_turns", evidence.ErrorKind);
        Assert.Equal("Reached maximum number of turns (3)", evidence.ErrorMessage);
        Assert.Equal(4, evidence.Turns);
    }

    [Theory]
    [InlineData("error401-defaultretries", "authentication_failed")]
    [InlineData("error403", "permission_denied")]
    [InlineData("error429-maxretries0", "rate_limit")]
    [InlineData("error500-maxretries0", "server_error")]
    [InlineData("error529-maxretries1", "overloaded")]
    [InlineData("connrefused-defaultretries", "connection_failed")]
    [InlineData("toolong", "prompt_too_long")]
    [InlineData("refusalempty", "refusal")]
    [InlineData("maxtokens", "max_output_tokens")]
    [InlineData("badsse-maxretries1", "empty_response")]
    [InlineData("resume-unknown", "unknown_session")]
    [InlineData("resume-notuuid", "unknown_session")]
    public void A_failure_has_its_kind_although_its_subtype_may_be_success(string name, string kind)
    {
        var (_, evidence) = Recordings.Claude.Read(name);
        Assert.True(evidence.IsError);
        Assert.Equal(kind, evidence.ErrorKind);
        Assert.False(string.IsNullOrWhiteSpace(evidence.ErrorMessage));
    }

    [Fact]
    public void A_run_killed_while_retrying_says_what_it_was_retrying()
    {
        var (entries, evidence) = Recordings.Claude.Read("error401");
        Assert.False(evidence.HasEnded);
        Assert.False(evidence.IsError);
        Assert.Equal("authentication_failed", evidence.RetryKind);
        Assert.Contains(new TranscriptEntry.System("The model did not answer (authentication_failed, HTTP 401); trying again in 0.6 s (1 of 10)."), entries);
    }

    [Fact]
    public void A_retry_that_worked_is_forgotten() => Assert.Null(Recordings.Claude.Read("error500once").Evidence.RetryKind);

    [Fact]
    public void A_request_over_the_accounts_limit_says_when_to_come_back()
    {
        var (_, evidence) = Recordings.Claude.Read(
        [
            """{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1795300000,"rateLimitType":"five_hour"},"session_id":"s","uuid":"1"}"""u8.ToArray(),
            .. Recordings.Claude.Lines("error429-maxretries0"),
        ]);
        Assert.Equal("usage_limit", evidence.ErrorKind);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795300000), evidence.RetryNotBefore);
        Assert.Null(Recordings.Claude.Read("error429-maxretries0").Evidence.RetryNotBefore);
    }

    [Fact]
    public void Waiting_in_vain_for_the_model_is_a_kind_of_its_own()
    {
        var (_, evidence) = Recordings.Claude.Read(
        [
            """{"type":"assistant","is_api_error_message":true,"error":"unknown","message":{"model":"<synthetic>","content":[{"type":"text","text":"Request timed out. Check your internet connection."}]},"session_id":"s","uuid":"1"}"""u8.ToArray(),
            """{"type":"result","subtype":"success","is_error":true,"result":"Request timed out. Check your internet connection.","session_id":"s","uuid":"2"}"""u8.ToArray(),
        ]);
        Assert.Equal("request_timeout", evidence.ErrorKind);
        Assert.Null(evidence.Summary);
    }

    [Theory]
    [InlineData("usage_limit_reached", "rate_limit", 429, "usage_limit")]
    [InlineData("model_requires_usage_credits", "rate_limit", 429, "billing_error")]
    [InlineData("stored_login_refused", "invalid_request", 400, "authentication_failed")]
    [InlineData("stream_idle_timeout", "server_error", 0, "request_timeout")]
    [InlineData("message_over_context_limit", "invalid_request", 400, "prompt_too_long")]
    [InlineData("something_new", "rate_limit", 429, "rate_limit")]
    [InlineData("something_new", "unknown", 503, "server_error")]
    [InlineData("", "account_on_hold", 403, "permission_denied")]
    public void The_finest_word_for_a_failed_request_decides(string apiError, string error, int status, string kind)
    {
        var line = Encoding.UTF8.GetBytes(
            $$"""{"type":"assistant","is_api_error_message":true,"api_error":"{{apiError}}","error":"{{error}}","api_error_status":{{(status == 0 ? "null" : status)}},"message":{"content":[]},"session_id":"s"}""");
        Assert.Equal(kind, Recordings.Claude.Read([line]).Evidence.ErrorKind);
    }

    [Fact]
    public void A_run_has_the_session_of_its_first_start()
    {
        var (_, evidence) = Recordings.Claude.Read(
        [
            """{"type":"system","subtype":"init","session_id":"first","model":"a","uuid":"1"}"""u8.ToArray(),
            """{"type":"system","subtype":"init","session_id":"second","model":"b","uuid":"2"}"""u8.ToArray(),
        ]);
        Assert.Equal("first", evidence.SessionId);
        Assert.True(evidence.HasStarted);
        Assert.False(evidence.HasAnswered);
    }

    [Theory]
    [InlineData("success", "false", false)]
    [InlineData("success", "true", true)]
    [InlineData("error_during_execution", "false", true)]
    [InlineData("something_new", "false", true)]
    public void Only_a_success_without_an_error_is_one(string subtype, string isError, bool isFailure)
    {
        var line = Encoding.UTF8.GetBytes($$"""{"type":"result","subtype":"{{subtype}}","is_error":{{isError}},"session_id":"s","uuid":"1"}""");
        Assert.Equal(isFailure, Recordings.Claude.Read([line]).Evidence.IsError);
    }

    [Fact]
    public void An_unknown_session_is_not_reported_as_one_to_resume() => Assert.Null(Recordings.Claude.Read("resume-unknown").Evidence.SessionId);

    [Fact]
    public void Entries_of_a_subagent_name_the_call_that_started_it()
    {
        var (entries, evidence) = Recordings.Claude.Read("subagent");
        var call = Assert.Single(entries.OfType<TranscriptEntry.ToolCall>(), entry => entry.Name == "Agent");
        Assert.Null(call.ParentToolUseId);
        var inner = entries.Where(entry => entry.ParentToolUseId == call.ToolUseId).ToArray();
        Assert.Collection(
            inner,
            entry => Assert.Equal("I will run a command.", Assert.IsType<TranscriptEntry.Assistant>(entry).Text),
            entry => Assert.Equal("Bash", Assert.IsType<TranscriptEntry.ToolCall>(entry).Name),
            entry => Assert.StartsWith("hello-from-tool", Assert.IsType<TranscriptEntry.ToolResult>(entry).Content, StringComparison.Ordinal),
            entry => Assert.Equal("The command printed hello-from-tool.", Assert.IsType<TranscriptEntry.Assistant>(entry).Text));
        Assert.Equal("The subagent finished.", evidence.Summary);
        Assert.Equal(2, entries.OfType<TranscriptEntry.Result>().Count());
        Assert.Equal(new TokenUsage(5703 + 3414, 32 + 6), evidence.Usage);
        Assert.Equal(0.057544m, evidence.CostUsd);
        Assert.Equal(3, evidence.Turns);
    }

    [Fact]
    public void Two_results_of_a_background_command_are_summed_and_the_last_one_speaks()
    {
        var (entries, evidence) = Recordings.Claude.Read("bgbash");
        Assert.Equal(2, entries.OfType<TranscriptEntry.Result>().Count());
        Assert.Equal("It finished.", evidence.Summary);
        Assert.Equal(new TokenUsage(5497 + 3086, 28 + 3), evidence.Usage);
        Assert.Equal(0.022548m + 0.012404m, evidence.CostUsd);
        Assert.False(evidence.IsError);
    }

    [Fact]
    public void Unpaired_surrogates_become_replacement_characters_and_all_else_stays()
    {
        var (entries, evidence) = Recordings.Claude.Read("unicode");
        var texts = entries.OfType<TranscriptEntry.Assistant>().Select(entry => entry.Text).ToArray();
        Assert.Contains(texts, text => text.Contains("\a" + "bell </script> \uFFFD lone", StringComparison.Ordinal) && text.Contains('\e', StringComparison.Ordinal));
        Assert.Equal("done 🎉", evidence.Summary);
        Assert.All(entries, entry => TranscriptJson.ToLine(entry));
    }

    [Fact]
    public void A_run_ended_by_a_signal_has_a_session_and_no_end()
    {
        var (_, evidence) = Recordings.Claude.Read("sigterm-midstream");
        Assert.False(evidence.HasEnded);
        Assert.False(evidence.IsError);
        Assert.NotNull(evidence.SessionId);
        Assert.True(evidence.AnnouncesEnd);
        Assert.Null(evidence.CostUsd);
    }

    [Fact]
    public void Malformed_tool_input_is_a_call_with_a_failed_result()
    {
        var (entries, evidence) = Recordings.Claude.Read("badinput");
        var call = Assert.Single(entries.OfType<TranscriptEntry.ToolCall>());
        Assert.True(call.Input.TryGetProperty("__unparsedToolInput", out _));
        var result = Assert.Single(entries.OfType<TranscriptEntry.ToolResult>());
        Assert.True(result.IsError);
        Assert.Equal(call.ToolUseId, result.ToolUseId);
        Assert.False(evidence.IsError);
    }

    [Fact]
    public void Words_like_login_required_in_an_answer_are_no_failure()
    {
        var (_, evidence) = Recordings.Claude.Read(
        [
            """{"type":"assistant","message":{"model":"m","content":[{"type":"text","text":"Not logged in · Please run /login. 401 unauthorized"}]},"session_id":"s","uuid":"1"}"""u8.ToArray(),
            """{"type":"result","subtype":"success","is_error":false,"result":"Not logged in · Please run /login. 401 unauthorized","usage":{},"session_id":"s","uuid":"2"}"""u8.ToArray(),
        ]);
        Assert.True(evidence.HasEnded);
        Assert.False(evidence.IsError);
        Assert.Null(evidence.ErrorKind);
    }

    [Fact]
    public void Lines_that_are_no_events_are_diagnostics_and_bounded()
    {
        var reader = new ClaudeAgent().CreateReader();
        for (var i = 0; i < 50; i++)
        {
            var line = $"error: {i} " + new string('x', 100_000);
            Assert.Equal(new TranscriptEntry.Output(line), Assert.Single(reader.Read(Encoding.UTF8.GetBytes(line))));
        }

        var diagnostics = reader.Evidence.Diagnostics;
        Assert.Equal(20, diagnostics.Count);
        Assert.StartsWith("error: 49 ", diagnostics[^1], StringComparison.Ordinal);
        Assert.All(diagnostics, line => Assert.True(line.Length < 2100));
    }

    [Fact]
    public void A_blank_line_is_nothing() => Assert.Empty(new ClaudeAgent().CreateReader().Read("  \r"u8));

    [Theory]
    [InlineData("""{"no":"type"}""")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"note","text":"a log line in JSON"}""")]
    [InlineData("""{"type":"assistant","message":"cut off""")]
    [InlineData("""["an array"]""")]
    [InlineData("""{"type":"assistant"}{"type":"assistant"}""")]
    public void Json_that_is_no_event_is_plain_output(string line)
    {
        var entry = Assert.Single(new ClaudeAgent().CreateReader().Read(Encoding.UTF8.GetBytes(line)));
        Assert.Equal(new TranscriptEntry.Output(line), entry);
    }

    [Fact]
    public void An_event_of_an_unknown_type_is_mentioned()
    {
        var entry = Assert.Single(new ClaudeAgent().CreateReader().Read("""{"type":"brand_new","session_id":"s","uuid":"u"}"""u8));
        Assert.Equal(new TranscriptEntry.System("brand new"), entry);
    }

    [Fact]
    public void An_event_delivered_twice_counts_once()
    {
        var lines = Recordings.Claude.Lines("bash");
        var once = Recordings.Claude.Read(lines);
        var twice = Recordings.Claude.Read([.. lines, .. lines]);
        Assert.Equal(once.Entries.Count, twice.Entries.Count);
        Assert.Equal(once.Evidence.Usage, twice.Evidence.Usage);
        Assert.Equal(once.Evidence.CostUsd, twice.Evidence.CostUsd);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_inside_an_event_are_replaced()
    {
        byte[] line = [.. """{"type":"assistant","message":{"content":[{"type":"text","text":"a"""u8, 0xFF, 0xC3, .. "b\"}]}}"u8];
        var entry = Assert.Single(new ClaudeAgent().CreateReader().Read(line));
        Assert.Equal(new TranscriptEntry.Assistant("a\uFFFD\uFFFDb"), entry);
    }

    [Fact]
    public void Hostile_numbers_do_not_throw_or_overflow()
    {
        var (_, evidence) = Recordings.Claude.Read(
        [
            """{"type":"result","subtype":"success","is_error":false,"num_turns":1e99,"usage":{"input_tokens":-5,"output_tokens":9223372036854775807,"cache_read_input_tokens":"7"},"model_usage_since_last_result":{"m":{"costUSD":1e400},"n":{"costUSD":0.5},"o":3}}"""u8.ToArray(),
        ]);
        Assert.Equal(TokenUsage.None, evidence.Usage);
        Assert.Equal(0.5m, evidence.CostUsd);
        Assert.Null(evidence.Turns);
    }

    [Fact]
    public void A_failed_request_counts_even_when_the_agent_dies_before_its_result()
    {
        var lines = Recordings.Claude.Lines("error401-maxretries0").Where(line => !Encoding.UTF8.GetString(line).Contains("\"type\":\"result\"", StringComparison.Ordinal));
        var (_, evidence) = Recordings.Claude.Read(lines);
        Assert.False(evidence.HasEnded);
        Assert.True(evidence.IsError);
        Assert.Equal("authentication_failed", evidence.ErrorKind);
    }

    [Fact]
    public void The_cost_is_unknown_when_only_the_sum_of_the_session_is_told()
    {
        var (_, evidence) = Recordings.Claude.Read(["""{"type":"result","subtype":"success","is_error":false,"total_cost_usd":1.5}"""u8.ToArray()]);
        Assert.Null(evidence.CostUsd);
    }
}
