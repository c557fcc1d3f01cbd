using Podclip.Agents.Transcripts;

namespace Podclip.Agents.Tests.OpenCode;

/// <summary>Every recorded run, against a golden file of its entries and evidence.</summary>
public class OpenCodeRecordingTests
{
    // Ended by the one who recorded them: they would never have ended, or not for a long time.
    private static readonly string[] Killed =
        ["cutend", "error429long-retryafter3600", "killthenresume-1", "maxsteps2", "miderror", "noresponse-default", "session-othercwd"];

    public static TheoryData<string> Names => [.. Recordings.OpenCode.Names];

    [Fact]
    public void All_recordings_are_there() => Assert.Equal(70, Recordings.OpenCode.Names.Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Recorded_run_reads_as_its_golden_file_says(string name)
    {
        var (entries, evidence) = Recordings.OpenCode.Read(Recordings.OpenCode.AllLines(name));
        Golden.Check(Path.Combine("Golden", "opencode", name + ".golden"), RecordedRun.Describe(entries, evidence));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Evidence_agrees_with_the_exit_code(string name)
    {
        var (_, evidence) = Recordings.OpenCode.Read(Recordings.OpenCode.AllLines(name));
        Assert.True(evidence.AnnouncesEnd);
        switch (Recordings.OpenCode.ExitCode(name))
        {
            case 0 when name is "permission-allow-outside" or "permission-ask" or "permission-default-outside":
                Assert.Equal("permission_denied", evidence.ErrorKind);
                break;
            case 0:
                Assert.True(evidence.HasEnded);
                Assert.False(evidence.IsError);
                Assert.Null(evidence.ErrorKind);
                break;
            case 1 when evidence.IsError:
                Assert.True(evidence.HasEnded);
                Assert.NotNull(evidence.ErrorKind);
                Assert.NotNull(evidence.ErrorMessage);
                break;
            case 1:
                // It never came to an event: what was wrong stands on standard error only.
                Assert.True(name is "emptyprompt" or "home-readonly", name);
                Assert.NotEmpty(evidence.Diagnostics);
                break;
            default:
                Assert.True(Killed.Contains(name, StringComparer.Ordinal) || name.StartsWith("sigterm", StringComparison.Ordinal), name);
                Assert.False(evidence.HasEnded);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_that_lead_nowhere_are_counted_where_the_run_was_endless(string name)
    {
        var (_, evidence) = Recordings.OpenCode.Read(name);
        if (name == "cutend")
        {
            Assert.InRange(evidence.IdleSteps, 15, 20);
        }
        else
        {
            Assert.Equal(0, evidence.IdleSteps);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_entry_has_a_json_and_a_terminal_form(string name) =>
        RecordedRun.CheckForms(Recordings.OpenCode.Read(Recordings.OpenCode.AllLines(name)).Entries);

    [Theory]
    [InlineData("error401", "authentication_failed", "invalid x-api-key")]
    [InlineData("error403", "permission_denied", "Your API key does not have permission to use the specified resource.")]
    [InlineData("error404", "model_not_found", "model: no-such-model")]
    [InlineData("error400", "invalid_request", "messages: at least one message is required")]
    [InlineData("error413", "prompt_too_long", "Request exceeds the maximum size")]
    [InlineData("error429-default", "rate_limit", "This request would exceed your account's rate limit. Please try again later.")]
    [InlineData("error500-default", "server_error", "Internal server error")]
    [InlineData("error502html-default", "server_error", "Bad Gateway")]
    [InlineData("error529-default", "overloaded", "Overloaded")]
    [InlineData("miderror-long", "overloaded", "Overloaded")]
    [InlineData("connrefused-default", "connection_failed", "Cannot connect to API: Unable to connect. Is the computer able to access the url?")]
    [InlineData("nocredit", "billing_error", "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.")]
    [InlineData("refusal", "refusal", "The response was blocked by the provider's content filter")]
    [InlineData("session-unknown", "unknown_session", "Session not found")]
    public void A_failure_has_its_kind_and_words(string name, string kind, string message)
    {
        var (entries, evidence) = Recordings.OpenCode.Read(Recordings.OpenCode.AllLines(name));
        Assert.Equal((kind, message), (evidence.ErrorKind, evidence.ErrorMessage));
        Assert.True(evidence.HasEnded);
        if (kind != "unknown_session")
        {
            Assert.Equal(message, entries.OfType<TranscriptEntry.Result>().Last().Text);
        }
    }

    [Fact]
    public void Headers_of_a_providers_answer_are_not_repeated() =>
        Assert.DoesNotContain(
            Recordings.OpenCode.Read("error401").Entries,
            entry => System.Text.Encoding.UTF8.GetString(TranscriptJson.ToLine(entry)).Contains("request-id", StringComparison.Ordinal));

    [Fact]
    public void Usage_and_cost_are_summed_over_the_steps()
    {
        var evidence = Recordings.OpenCode.Read("usage").Evidence;
        Assert.Equal(new TokenUsage(3468 + 116, 34 + 67, 7890 + 11346), evidence.Usage);
        Assert.Equal(0.0180378m, evidence.CostUsd);
        Assert.Equal(2, evidence.Turns);
        Assert.Equal("Counted.", evidence.Summary);
        Assert.Equal("ses_e044549f0ffenn04ibtQkET9lu", evidence.SessionId);
    }

    [Fact]
    public void A_broken_answer_is_seen_by_the_step_that_begins_again()
    {
        var (entries, evidence) = Recordings.OpenCode.Read("miderror");
        Assert.Equal(4, entries.Count(entry => entry is TranscriptEntry.System));
        Assert.Equal("unknown", evidence.RetryKind);
        Assert.Null(Recordings.OpenCode.Read("bash").Evidence.RetryKind);
    }
}
