using Podclip.Paperclip.Adapters;
using System.Text.Json;
using Podclip.Agents.Transcripts;
using Podclip.Engine;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Outcomes;

namespace Podclip.Paperclip.Tests.Outcomes;

public sealed class ExecutionResultsTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly AgentEnd NotStarted = new();
    private static readonly AgentEnd Started = new() { HasStarted = true };
    private static readonly AgentEnd AtWork = Started with { HasAnswered = true };
    private static readonly AgentEnd Done = AtWork with { HasEnded = true };
    private static readonly SessionFacts Facts = new() { Cwd = "/work", WorkspaceId = "w", RepoUrl = "https://host/repo", RepoRef = "main", ConfiguredModel = "asked/for" };

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, OutcomeTable.Rows.Count)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_row_is_told_with_its_code_family_and_session_before_and_after_the_agent_worked(int index)
    {
        var row = OutcomeTable.Rows[index];
        var (before, after) = (Told(Run(row, Before(row))), Told(Run(row, After(row))));
        var code = row.Outcome == RunOutcome.Succeeded ? null : row.ErrorCode?.Replace("{agent}", "claude", StringComparison.Ordinal) ?? "some_code";
        foreach (var told in (AdapterExecutionResult[])[before, after])
        {
            Assert.Equal(code, told.ErrorCode);
            Assert.Equal(row.ErrorFamily, told.ErrorFamily);
            Assert.Equal(row.ClearsSession, told.ClearSession);
            Assert.Equal(row.ClearsSession ? null : "s1", told.SessionDisplayId);
            Assert.Equal(row.Outcome == RunOutcome.TimedOut, told.TimedOut);
            Assert.Equal(row.Outcome == RunOutcome.Succeeded, string.IsNullOrWhiteSpace(told.ErrorMessage));
        }

        Assert.Equal(
            row.Restart switch
            {
                Restart.Never => ("none", "none"),
                Restart.Anew => ("bootstrap", "none"),
                Restart.Resume => (row.Ending is OutcomeTable.Truncated or OutcomeTable.InitOnly ? "resume" : "bootstrap", "resume"),
                Restart.Cancelled => ("bootstrap, acknowledged", "interrupted, acknowledged"),
                _ => throw new InvalidOperationException(),
            },
            (Vouched(before), Vouched(after)));
    }

    [Theory]
    [InlineData("claude_k8s", "claude_truncated", "Claude run was truncated mid-stream (model: m) — assistant produced content but no result event arrived; exit code 137, SIGKILL (commonly OOMKilled), reason=Error")]
    [InlineData("opencode_k8s", "opencode_truncated", "OpenCode run was truncated mid-stream (model: m) — its last step did not come to an end; exit code 137, SIGKILL (commonly OOMKilled), reason=Error")]
    public void A_run_that_breaks_off_at_work_is_truncated_whatever_its_exit_code(string type, string code, string message)
    {
        var run = Failure("agent_killed", AtWork) with { ExitCode = 137, Evidence = new EndEvidence { Agent = AtWork, ContainerReason = "Error" } };
        var told = ExecutionResults.Write(AdapterRecipes.Find(type)!.Kind, run, Facts);
        Assert.Equal((code, message, "SIGKILL"), (told.ErrorCode, told.ErrorMessage, told.Signal));
    }

    [Fact]
    public void A_run_that_comes_to_nothing_after_its_start_is_told_apart_from_one_that_never_started()
    {
        var after = Told(Failure("agent_failed", Started));
        Assert.Equal("agent_init_only", after.ErrorCode);
        Assert.Equal(
            "Claude exited immediately after init (model: m) (exit code 1) — the model may be unsupported or the session may have been rejected before producing output",
            after.ErrorMessage);
        var before = Told(Failure("agent_failed", NotStarted with { Complaint = "error: unknown option" }));
        Assert.Equal(("agent_failed", "Claude exited with code 1: error: unknown option"), (before.ErrorCode, before.ErrorMessage));
    }

    [Fact]
    public void The_messages_of_the_reference_keep_their_shape()
    {
        Assert.Equal("Run cancelled", Message(RunOutcome.Cancelled, "cancelled", "The run was cancelled."));
        Assert.Equal("Timed out after 90s", Message(RunOutcome.TimedOut, "timeout", "Timed out after 90s."));
        Assert.Equal("Failed to create Kubernetes Job: no", Message(RunOutcome.InfrastructureFailed, "k8s_job_create_failed", "no"));
        Assert.Equal("Pod scheduling failed: no room", Message(RunOutcome.InfrastructureFailed, "k8s_pod_schedule_failed", "no room"));
        Assert.Equal(
            "K8s Job was deleted externally before Claude could complete [job=job-1, ns=ns-1, pod=pod-1]",
            Message(RunOutcome.InfrastructureFailed, "k8s_job_deleted_externally", "gone"));
        Assert.Equal("Concurrent run blocked: Job x holds it.", Message(RunOutcome.AgentBusy, "k8s_concurrent_run_blocked", "Concurrent run blocked: Job x holds it."));
        Assert.Equal(
            "Claude run failed: subtype=error_max_turns: Reached maximum number of turns (3)",
            Told(Failure("max_turns", Done with { ErrorKind = "max_turns" }) with
            {
                ErrorMessage = "Reached maximum number of turns (3)",
                ResultEvent = JsonElement.Parse("""{"subtype":"error_max_turns"}"""u8),
            }).ErrorMessage);

        static string? Message(RunOutcome outcome, string code, string message) => Told(Base(outcome, code, AtWork) with { ErrorMessage = message }).ErrorMessage;
    }

    [Fact]
    public void The_session_is_stored_with_what_belongs_to_it_and_kept_when_it_is_not_told()
    {
        var told = Told(Base(RunOutcome.Succeeded, null, Done));
        Assert.Equal(
            """{"sessionId":"s1","cwd":"/work","workspaceId":"w","repoUrl":"https://host/repo","repoRef":"main"}""",
            told.SessionParams!.ToJsonString());
        Assert.Null(Told(Base(RunOutcome.Succeeded, null, Done) with { SessionId = null }).SessionParams);
    }

    [Fact]
    public void A_resumed_session_that_was_never_told_again_can_still_be_resumed()
    {
        var run = Base(RunOutcome.TimedOut, "timeout", AtWork) with { SessionId = null };
        Assert.Equal("none", Vouched(ExecutionResults.Write(AdapterKind.Claude, run, SessionFacts.None)));
        Assert.Equal("resume", Vouched(ExecutionResults.Write(AdapterKind.Claude, run, new SessionFacts { ResumedSessionId = "old" })));
    }

    [Fact]
    public void Nothing_is_vouched_for_where_output_is_missing()
    {
        var run = Base(RunOutcome.InfrastructureFailed, "k8s_pod_evicted", NotStarted) with { SessionId = null };
        Assert.Equal("bootstrap", Vouched(Told(run)));
        Assert.Equal("none", Vouched(Told(run with { Evidence = run.Evidence with { OutputMissing = true } })));
    }

    [Fact]
    public void A_code_that_an_agent_made_up_means_nothing()
    {
        var told = Told(Failure("k8s_node_lost", Done with { ErrorKind = "k8s_node_lost" }));
        Assert.Equal(("agent_failed", null), (told.ErrorCode, told.ErrorFamily));
        var forged = Told(Base(RunOutcome.Unknown, "outcome_unknown", Done) with
        {
            ResultEvent = JsonElement.Parse("""{"conversationContinuation":"continue_conversation_v1","stopReason":"max_turns_exhausted","a":{"b":1,"b":2},"c":[null]}"""u8),
        });
        Assert.Equal("none", Vouched(forged));
        Assert.Equal("""{"a":{"b":1,"b":2},"c":[null]}""", Without(forged.ResultJson!, "podclip"));
    }

    [Fact]
    public void A_cancelled_run_that_came_to_its_end_all_the_same_acknowledges_the_cancellation()
    {
        var run = Base(RunOutcome.Succeeded, null, Done);
        var told = Told(run with { Evidence = run.Evidence with { Stopped = "cancel" } });
        Assert.Null(told.ErrorMessage);
        Assert.Equal("interrupted, acknowledged", Vouched(told));
        Assert.Equal("2026-01-02T03:04:05.678Z", told.ResultJson!["executionCancellation"]!["acknowledgedAt"]!.GetValue<string>());
    }

    [Fact]
    public void When_the_provider_takes_requests_again_is_told()
    {
        var told = Told(Failure("usage_limit", Started with { HasEnded = true, ErrorKind = "usage_limit", RetryNotBefore = Time }));
        Assert.Equal(("provider_quota", "2026-01-02T03:04:05.678Z", "bootstrap"), (told.ErrorFamily, told.RetryNotBefore, Vouched(told)));
    }

    [Fact]
    public void Who_served_the_model_and_what_it_cost_is_told()
    {
        var run = Base(RunOutcome.Succeeded, null, Done) with { Usage = new TokenUsage(1, 2, 3, 4), CostUsd = 0.5m };
        var claude = Told(run);
        Assert.Equal(("anthropic", "m", "api", 0.5m, "per_run"), (claude.Provider, claude.Model, claude.BillingType, claude.CostUsd, claude.UsageBasis));
        Assert.Equal(new UsageSummary { InputTokens = 1, OutputTokens = 2, CachedInputTokens = 3 }, claude.Usage);
        var openCode = ExecutionResults.Write(AdapterKind.OpenCode, run with { Model = null }, Facts);
        Assert.Equal(("asked", "asked/for", "unknown"), (openCode.Provider, openCode.Model, openCode.BillingType));
    }

    private static AdapterExecutionResult Told(RunResult run) => ExecutionResults.Write(AdapterKind.Claude, run, Facts);

    private static RunResult Failure(string code, AgentEnd agent) => Base(RunOutcome.AgentFailed, code, agent) with { ExitCode = 1 };

    private static RunResult Base(RunOutcome outcome, string? code, AgentEnd agent) => new()
    {
        RunId = "r1",
        Agent = "claude",
        Outcome = outcome,
        ErrorCode = code,
        ErrorMessage = code is null ? null : "It failed.",
        SessionId = "s1",
        Model = "m",
        Namespace = "ns-1",
        Job = "job-1",
        Pod = "pod-1",
        StartedAt = Time,
        FinishedAt = Time,
        Evidence = new EndEvidence { Agent = agent },
    };

    // An agent's own word for its failure comes with a first request that was refused; nothing else is said before it has worked.
    private static AgentEnd Before(OutcomeRow row) => row.Ending switch
    {
        OutcomeTable.Truncated => AtWork,
        OutcomeTable.InitOnly => Started,
        _ when row.Outcome == RunOutcome.AgentFailed && EngineWords(row) is { } word => Started with { HasEnded = true, ErrorKind = word },
        _ => NotStarted,
    };

    private static AgentEnd After(OutcomeRow row) => row.Ending switch
    {
        OutcomeTable.Truncated => AtWork,
        OutcomeTable.InitOnly => Started,
        _ => Done with { ErrorKind = Before(row).ErrorKind },
    };

    private static string? EngineWords(OutcomeRow row) => row.Ending is null || row.Ending.StartsWith("agent_", StringComparison.Ordinal) ? null : row.Ending;

    private static RunResult Run(OutcomeRow row, AgentEnd agent) => Base(
        row.Outcome,
        row.Ending is OutcomeTable.Truncated or OutcomeTable.InitOnly ? "agent_failed" : row.Ending ?? (row.Outcome == RunOutcome.Succeeded ? null : "some_code"),
        agent);

    private static string Vouched(AdapterExecutionResult told)
    {
        var json = told.ResultJson;
        return string.Join(", ", new[]
        {
            json?["conversationContinuation"]?.GetValue<string>() switch { null => null, "continue_conversation_v1" => "resume", var other => other },
            told.ExecutionRecovery?.Kind,
            json?["executionCancellation"]?["state"]?.GetValue<string>(),
        }.Where(part => part is not null).DefaultIfEmpty("none"));
    }

    private static string Without(JsonObject json, string name)
    {
        json.Remove(name);
        return json.ToJsonString();
    }
}
