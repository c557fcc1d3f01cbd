using Podclip.Engine;

namespace Podclip.Paperclip.Outcomes;

/// <summary>
/// What the host is told of each way a run can end; the only place where that is decided. The rules behind the rows:
/// <list type="bullet">
/// <item><description>Codes that the TypeScript adapters used keep their names. Names of our own begin with <c>agent_</c> where the agent is to blame.</description></item>
/// <item><description><c>transient_upstream</c> and <c>provider_quota</c> make the host try again by itself, so they stand only where waiting helps.</description></item>
/// <item><description>No code is <c>max_turns_exhausted</c>: by that word the host goes on without an end.</description></item>
/// <item><description>The session is forgotten only when the agent says that it does not exist.</description></item>
/// <item><description>What nobody knows the outcome of is never repeated, whatever its code.</description></item>
/// </list>
/// </summary>
public static class OutcomeTable
{
    /// <summary>The model's answer broke off: the agent had got to work and never said how it ended.</summary>
    public const string Truncated = "truncated";

    /// <summary>The agent started and came to nothing, not even a word of its model.</summary>
    public const string InitOnly = "init_only";

    private const string Transient = "transient_upstream";
    private const string Quota = "provider_quota";

    /// <summary>The rows. In each outcome the last one is for endings without a row of their own; a code it lacks is the ending itself.</summary>
    public static IReadOnlyList<OutcomeRow> Rows { get; } =
    [
        new(RunOutcome.Succeeded, null, null, null, Restart.Never),

        Failed("rate_limit", "agent_rate_limit", Transient),
        Failed("overloaded", "agent_overloaded", Transient),
        Failed("server_error", "agent_server_error", Transient),
        Failed("connection_failed", "agent_connection_failed", Transient),
        Failed("request_timeout", "agent_request_timeout", Transient),
        Failed("billing_error", "agent_billing_error", Quota),
        Failed("usage_limit", "agent_usage_limit", Quota),
        Failed("refusal", "agent_refusal", "model_refusal"),
        Failed("authentication_failed", "agent_login_required"),
        Failed("permission_denied", "agent_permission_denied"),
        Failed("model_not_found", "agent_model_not_found"),
        Failed("prompt_too_long", "agent_prompt_too_long"),
        Failed("invalid_request", "agent_invalid_request"),
        Failed("max_output_tokens", "agent_max_output_tokens"),
        Failed("max_turns", "agent_max_turns"),
        Failed("max_budget", "agent_max_budget"),
        Failed("empty_response", "llm_api_error"),
        Failed("interrupted", "agent_interrupted"),
        new(RunOutcome.AgentFailed, "session_unavailable", "session_unavailable", null, Restart.Anew, ClearsSession: true),
        Failed(Truncated, "{agent}_truncated"),
        Failed(InitOnly, "agent_init_only"),
        Failed("agent_killed", "agent_killed"),
        Failed("agent_silent", "agent_silent"),
        Failed("agent_loop", "agent_loop"),
        Failed(null, "agent_failed"),

        new(RunOutcome.TimedOut, "timeout", "timeout", null, Restart.Resume),
        new(RunOutcome.Cancelled, "cancelled", "cancelled", null, Restart.Cancelled),

        new(RunOutcome.AgentBusy, "k8s_concurrent_run_blocked", "k8s_concurrent_run_blocked", Transient, Restart.Anew),
        new(RunOutcome.AgentBusy, "queue_timeout", "queue_timeout", Transient, Restart.Anew),
        new(RunOutcome.ClusterUnavailable, "cluster_unreachable", "cluster_unreachable", Transient, Restart.Anew),
        new(RunOutcome.ClusterUnavailable, "cluster_unauthorized", "cluster_unauthorized", null, Restart.Anew),
        new(RunOutcome.ClusterUnavailable, "cluster_forbidden", "cluster_forbidden", null, Restart.Anew),

        NeverRan("launch_interrupted", Transient),
        NeverRan("k8s_quota_exceeded", Transient),
        NeverRan("k8s_pod_schedule_failed", Transient),
        NeverRan("k8s_job_create_failed"),
        NeverRan("k8s_limit_range_refused"),
        NeverRan("k8s_pod_security_refused"),
        NeverRan("k8s_service_account_missing"),
        NeverRan("k8s_pod_create_failed"),
        NeverRan("k8s_claim_missing"),
        NeverRan("k8s_volume_mount_failed"),
        NeverRan("k8s_image_pull_failed"),
        NeverRan("k8s_container_config_failed"),
        NeverRan("k8s_container_start_failed"),
        NeverRan("k8s_init_container_failed"),
        NeverRan("agent_not_found"),

        TakenAway("k8s_pod_evicted", Transient),
        TakenAway("k8s_pod_preempted", Transient),
        TakenAway("k8s_node_lost", Transient),
        TakenAway("k8s_out_of_memory"),
        TakenAway("k8s_deadline_exceeded"),
        TakenAway("k8s_job_deleted_externally"),
        TakenAway("k8s_pod_gone"),
        new(RunOutcome.InfrastructureFailed, null, null, null, Restart.Never),

        new(RunOutcome.Unknown, null, null, null, Restart.Never),
    ];

    /// <summary>The row for a result.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The row; its code is the ending itself where it has none of its own.</returns>
    public static OutcomeRow Find(RunResult result)
    {
        var ending = EndingOf(result);
        var row = Rows.FirstOrDefault(row => row.Outcome == result.Outcome && string.Equals(row.Ending, ending, StringComparison.Ordinal))
            ?? Rows.LastOrDefault(row => row.Outcome == result.Outcome && row.Ending is null)
            ?? new OutcomeRow(result.Outcome, null, null, null, Restart.Never);
        return result.Outcome == RunOutcome.Succeeded || row.ErrorCode is not null ? row : row with { ErrorCode = result.ErrorCode };
    }

    // The engine's codes say how the program ended; the host is told how far the agent had come.
    private static string? EndingOf(RunResult result) => (result.Evidence.Agent, result.ErrorCode) switch
    {
        ({ HasEnded: false, HasAnswered: true }, "agent_failed" or "agent_truncated" or "agent_killed") => Truncated,
        ({ HasEnded: false, HasStarted: true }, "agent_failed" or "agent_truncated") => InitOnly,
        var (_, code) => code,
    };

    private static OutcomeRow Failed(string? ending, string code, string? family = null) => new(RunOutcome.AgentFailed, ending, code, family, Restart.Resume);

    private static OutcomeRow NeverRan(string ending, string? family = null) => new(RunOutcome.InfrastructureFailed, ending, ending, family, Restart.Anew);

    private static OutcomeRow TakenAway(string ending, string? family = null) => new(RunOutcome.InfrastructureFailed, ending, ending, family, Restart.Resume);
}
