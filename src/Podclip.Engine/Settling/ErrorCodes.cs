namespace Podclip.Engine.Settling;

/// <summary>The codes a result may carry (docs/errors.md). Names that the TypeScript adapters used before keep their meaning.</summary>
internal static class ErrorCodes
{
    public const string AgentBusy = "k8s_concurrent_run_blocked";
    public const string QueueTimeout = "queue_timeout";
    public const string ClusterUnreachable = "cluster_unreachable";
    public const string Unauthorized = "cluster_unauthorized";
    public const string Forbidden = "cluster_forbidden";
    public const string QuotaExceeded = "k8s_quota_exceeded";
    public const string LimitRangeRefused = "k8s_limit_range_refused";
    public const string PodSecurityRefused = "k8s_pod_security_refused";
    public const string ServiceAccountMissing = "k8s_service_account_missing";
    public const string PodCreateFailed = "k8s_pod_create_failed";
    public const string JobCreateFailed = "k8s_job_create_failed";
    public const string PodScheduleFailed = "k8s_pod_schedule_failed";
    public const string ClaimMissing = "k8s_claim_missing";
    public const string VolumeMountFailed = "k8s_volume_mount_failed";
    public const string ImagePullFailed = "k8s_image_pull_failed";
    public const string ContainerConfigFailed = "k8s_container_config_failed";
    public const string ContainerStartFailed = "k8s_container_start_failed";
    public const string InitContainerFailed = "k8s_init_container_failed";
    public const string AgentNotFound = "agent_not_found";
    public const string JobDeletedExternally = "k8s_job_deleted_externally";
    public const string PodGone = "k8s_pod_gone";
    public const string PodEvicted = "k8s_pod_evicted";
    public const string PodPreempted = "k8s_pod_preempted";
    public const string NodeLost = "k8s_node_lost";
    public const string OutOfMemory = "k8s_out_of_memory";
    public const string DeadlineExceeded = "k8s_deadline_exceeded";
    public const string LaunchInterrupted = "launch_interrupted";
    public const string Timeout = "timeout";
    public const string Cancelled = "cancelled";
    public const string StillStopping = "k8s_pod_still_stopping";
    public const string SessionUnavailable = "session_unavailable";
    public const string AgentFailed = "agent_failed";
    public const string AgentKilled = "agent_killed";
    public const string AgentSilent = "agent_silent";
    public const string AgentLoop = "agent_loop";
    public const string AgentTruncated = "agent_truncated";
    public const string LogRefused = "k8s_log_refused";
    public const string ExitDisagrees = "exit_status_disagrees";
    public const string OutcomeUnknown = "outcome_unknown";
    public const string EngineFault = "engine_fault";
}
