using Podclip.Engine;
using Podclip.Engine.Settling;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Sessions;

namespace Podclip.Paperclip.Outcomes;

/// <summary>Tells the host what a run came to. A function of what the engine knows and what was asked for; the decisions stand in <see cref="OutcomeTable"/>.</summary>
public static class ExecutionResults
{
    private const string Continuation = "continue_conversation_v1";

    /// <summary>The result for the host.</summary>
    /// <param name="kind">The adapter.</param>
    /// <param name="result">What the run came to.</param>
    /// <param name="facts">What was asked for.</param>
    /// <returns>The result. It is a success exactly when the engine calls the run one.</returns>
    public static AdapterExecutionResult Write(AdapterKind kind, RunResult result, SessionFacts facts)
    {
        var row = OutcomeTable.Find(result);
        var model = result.Model ?? facts.ConfiguredModel;
        var session = row.ClearsSession ? null : result.SessionId;
        var json = ResultJson.Write(result);
        return new AdapterExecutionResult
        {
            ExitCode = result.ExitCode,
            Signal = result.Outcome == RunOutcome.AgentFailed ? Signals.NameOf(result.ExitCode) : null,
            TimedOut = result.Outcome == RunOutcome.TimedOut,
            ErrorMessage = OutcomeMessages.Describe(kind, row, result),
            ErrorCode = row.ErrorCode?.Replace("{agent}", kind.Agent.Name, StringComparison.Ordinal),
            ErrorFamily = row.ErrorFamily,
            RetryNotBefore = row.ErrorFamily is null ? null : Instant(result.Evidence.Agent.RetryNotBefore),
            ExecutionRecovery = Vouch(RestartOf(row, result, facts), result, json),
            Usage = new UsageSummary
            {
                InputTokens = result.Usage.InputTokens,
                OutputTokens = result.Usage.OutputTokens,
                CachedInputTokens = result.Usage.CachedInputTokens,
            },
            UsageBasis = "per_run",
            SessionId = session,
            SessionParams = session is null ? null : SessionCodec.Serialize(StateOf(session, facts)),
            SessionDisplayId = session,
            Provider = kind.ProviderOf(model),
            Model = model,
            BillingType = kind.BillingType,
            CostUsd = result.CostUsd,
            ResultJson = json.Count > 0 ? json : null,
            Summary = result.Summary?.Trim(),
            ClearSession = row.ClearsSession,
        };
    }

    private static SessionState StateOf(string session, SessionFacts facts) => new(session)
    {
        Cwd = facts.Cwd,
        WorkspaceId = facts.WorkspaceId,
        RepoUrl = facts.RepoUrl,
        RepoRef = facts.RepoRef,
        PromptBundleKey = facts.PromptBundleKey,
    };

    // Nothing may be vouched for that is not known: a part of the output may be missing, a session may never have begun.
    private static Restart RestartOf(OutcomeRow row, RunResult result, SessionFacts facts)
    {
        if (row.Outcome != RunOutcome.Unknown && result.Evidence.Stopped == "cancel")
        {
            return Restart.Cancelled;
        }

        return row.Restart switch
        {
            Restart.Resume when !MayHaveWorked(result) => Restart.Anew,
            Restart.Resume when (result.SessionId ?? facts.ResumedSessionId) is null => Restart.Never,
            Restart.Anew when MayHaveWorked(result) => Restart.Never,
            var restart => restart,
        };
    }

    // An agent that started and was cut off may have been in the middle of an answer. One that was refused its first request was not.
    private static bool MayHaveWorked(RunResult result) =>
        result.Evidence is { OutputMissing: true } or { Agent.HasAnswered: true } or { Agent: { HasStarted: true, ErrorKind: null } } || result.Usage.OutputTokens > 0;

    private static ExecutionRecovery? Vouch(Restart restart, RunResult result, JsonObject json)
    {
        switch (restart)
        {
            case Restart.Never:
                return null;
            case Restart.Anew:
                return ExecutionRecovery.Bootstrap;
            case Restart.Resume:
                json["conversationContinuation"] = Continuation;
                return null;
            case Restart.Cancelled:
                json["executionCancellation"] = new JsonObject { ["state"] = "acknowledged", ["acknowledgedAt"] = Instant(result.FinishedAt), ["forced"] = false };
                return MayHaveWorked(result) ? ExecutionRecovery.Interrupted : ExecutionRecovery.Bootstrap;
            default:
                throw new ArgumentOutOfRangeException(nameof(restart), restart, "The host knows no such restart.");
        }
    }

    private static string? Instant(DateTimeOffset? time) => time is { } known ? HostTime.Text(known) : null;
}
