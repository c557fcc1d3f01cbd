namespace Podclip.Engine.Preflight;

/// <summary>
/// The codes of findings that no run ends with; the others stand in <see cref="Settling.ErrorCodes"/>. Names that the TypeScript
/// adapters' environment test used before keep their meaning.
/// </summary>
public static class FindingCodes
{
    /// <summary>The API server answers; its version, and who it takes us for.</summary>
    public const string ApiReachable = "k8s_api_reachable";

    /// <summary>Nothing answers there, or no API server. Nothing else is said then.</summary>
    public const string ApiUnreachable = "k8s_api_unreachable";

    /// <summary>The server's certificate was not issued by the kubeconfig's authority.</summary>
    public const string ApiUntrusted = "k8s_api_untrusted";

    /// <summary>The credentials are over, wrong, or none.</summary>
    public const string ApiUnauthorized = "k8s_api_unauthorized";

    /// <summary>Older than 1.24, from which on suspended Jobs are stable.</summary>
    public const string VersionOld = "k8s_version_old";

    /// <summary>One question got no usable answer; the others did.</summary>
    public const string CheckFailed = "k8s_check_failed";

    /// <summary>The namespace is there.</summary>
    public const string NamespaceExists = "k8s_namespace_exists";

    /// <summary>There is no such namespace.</summary>
    public const string NamespaceMissing = "k8s_namespace_missing";

    /// <summary>The namespace is being deleted.</summary>
    public const string NamespaceTerminating = "k8s_namespace_terminating";

    /// <summary>The credentials may not look at the namespace.</summary>
    public const string NamespaceUnseen = "k8s_namespace_unseen";

    /// <summary>Every verb of a run is allowed.</summary>
    public const string AccessGranted = "k8s_rbac_granted";

    /// <summary>Verbs are missing without which nothing runs; they are named.</summary>
    public const string AccessMissing = "k8s_rbac_missing";

    /// <summary>Verbs are missing without which runs work less well; what becomes worse is said.</summary>
    public const string AccessDegraded = "k8s_rbac_degraded";

    /// <summary>Verbs are missing that only a preflight uses.</summary>
    public const string AccessUnseen = "k8s_rbac_unseen";

    /// <summary>The pod's service account is there.</summary>
    public const string ServiceAccountExists = "k8s_service_account_exists";

    /// <summary>There is no such service account: no pod is made that names it. A warning for <c>default</c>, which comes by itself.</summary>
    public const string ServiceAccountMissing = "k8s_service_account_missing";

    /// <summary>The Secret for pulling images is there.</summary>
    public const string PullSecretExists = "k8s_image_pull_secret_exists";

    /// <summary>The service account names a Secret for pulling images that is not there: only public images can be had.</summary>
    public const string PullSecretMissing = "k8s_image_pull_secret_missing";

    /// <summary>The Secret for pulling images is of a type that no node uses for that.</summary>
    public const string PullSecretUnusable = "k8s_image_pull_secret_unusable";

    /// <summary>HOME's claim exists; its access modes.</summary>
    public const string ClaimExists = "k8s_pvc_exists";

    /// <summary>HOME's claim does not exist yet; the first run makes it.</summary>
    public const string ClaimNew = "k8s_pvc_will_be_made";

    /// <summary>The volume of HOME's claim is gone.</summary>
    public const string ClaimLost = "k8s_pvc_lost";

    /// <summary>HOME's claim is being deleted.</summary>
    public const string ClaimTerminating = "k8s_pvc_terminating";

    /// <summary>HOME's claim has no volume, and something was said about that.</summary>
    public const string ClaimUnbound = "k8s_pvc_unbound";

    /// <summary>HOME's claim can only be read.</summary>
    public const string ClaimReadOnly = "k8s_pvc_read_only";

    /// <summary>HOME's claim is for one pod at a time (ReadWriteOncePod), and another pod has it.</summary>
    public const string ClaimInUse = "k8s_pvc_in_use";

    /// <summary>A Secret that is not Podclip's has the name that stands for the agent.</summary>
    public const string NameForeign = "k8s_agent_name_taken";

    /// <summary>A run that is over left its Secret; the next run clears it away.</summary>
    public const string NameLeftOver = "k8s_agent_name_left_over";

    /// <summary>The API server would take the run's objects.</summary>
    public const string DryRunAccepted = "k8s_dry_run_accepted";

    /// <summary>An admission webhook cannot be tried by a dry run.</summary>
    public const string DryRunUnsupported = "k8s_dry_run_unsupported";

    /// <summary>A ResourceQuota counts something that the pod does not state.</summary>
    public const string QuotaUnspecified = "k8s_quota_unspecified";

    /// <summary>A LimitRange refuses the pod; the remedy names the option.</summary>
    public const string LimitRangeRefused = "k8s_limit_range_refused";

    /// <summary>An admission webhook or policy refuses an object.</summary>
    public const string AdmissionRefused = "k8s_admission_refused";
}
