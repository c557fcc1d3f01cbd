using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>A wake whose purpose is to recover a task, not to work on it.</summary>
internal sealed class WakeRecovery(JsonObject wake)
{
    private readonly JsonObject _recovery = wake.Object("recovery");

    public bool IsScoped { get; } = wake["recovery"] is not null || wake.Raw("reason") == "source_scoped_recovery_action";

    private string Assignee =>
        _recovery.Object("originalAssignee").Text("name") ?? _recovery.Object("originalAssignee").Text("id") ?? "the original assignee";

    public IEnumerable<string> Contract()
    {
        yield return WakeTexts.RecoveryContract;
        yield return $"Cause-specific instruction: {Instruction()}";
        if (_recovery.Raw("cause") is not ("successful_run_missing_state" or "successful_run_missing_issue_disposition"))
        {
            yield return WakeTexts.RecoveryRecord;
        }

        yield return $"Fallback preference order: (1) send back to {Assignee} with a retry instruction; (2) fix the runtime/adapter/workspace problem, "
            + "then send it back; (3) reassign to another agent with the right specialty; (4) convert to an explicit manual-review state for the board.";
        yield return "";
    }

    public IEnumerable<string> Summary()
    {
        if (!IsScoped)
        {
            yield break;
        }

        var attempts = _recovery["attemptCount"] is null ? "unknown" : _recovery.Show("attemptCount");
        var limit = JsJson.IsTruthy(_recovery["maxAttempts"]) ? $"/{_recovery.Show("maxAttempts")}" : "";
        yield return $"- recovery cause: {_recovery.Text("cause") ?? "unknown"}";
        yield return $"- failure summary: {_recovery.Text("failureSummary") ?? "unknown"}";
        yield return $"- original assignee: {Assignee}";
        yield return $"- recovery attempt: {attempts}{limit}";
        yield return $"- next action: {_recovery.Text("nextAction") ?? "unknown"}";
        if (_recovery.Text("routingFallbackReason") is { } reason)
        {
            yield return $"- routing fallback: {reason}";
        }
    }

    private string Instruction() => _recovery.Text("cause") switch
    {
        "process_lost" =>
            $"Your previous run on this issue was lost ({_recovery.Text("failureSummary") ?? "no failure summary available"}). Try again — resume from "
            + "durable progress; don't redo completed steps. Do not narrate the recovery in your next comment — at most one short sentence; lead with the work.",
        "successful_run_missing_state" or "successful_run_missing_issue_disposition" => WakeTexts.RecoveryNoState,
        "provider_quota" => WakeTexts.RecoveryQuota,
        "codex_output_inactivity_monitor" => WakeTexts.RecoveryInactivity,
        "workspace_validation_failed" =>
            $"Recover/fix the workspace (worktree, branch, workspace link), then hand the issue back to {Assignee} for the actual work. "
            + "Do not do the deliverable work.",
        _ =>
            $"Fix the underlying problem (auth, config, adapter, budget…) so the task can run again, then hand it back to {Assignee}. You DO NOT do the work. "
            + "Doing the deliverable yourself requires an explicit escalation note explaining why no assignee path works.",
    };
}
