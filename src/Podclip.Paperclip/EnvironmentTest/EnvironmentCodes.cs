using Podclip.Engine.Preflight;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>
/// The codes of an environment test's checks (docs/environment-test.md). Names that the TypeScript adapters used keep their meaning; what the
/// preflight finds beyond these has its own codes (<see cref="FindingCodes"/>), and each verb has one of <see cref="AccessChecks.CodeOf"/>.
/// </summary>
internal static class EnvironmentCodes
{
    /// <summary>The configuration cannot be used; one check for each problem.</summary>
    public const string ConfigInvalid = "k8s_config_invalid";

    /// <summary>Something of the configuration has no effect.</summary>
    public const string ConfigWarning = "k8s_config_warning";

    /// <summary>The API server answers these credentials.</summary>
    public const string ApiReachable = FindingCodes.ApiReachable;

    /// <summary>It does not, and nothing else was looked at.</summary>
    public const string ApiUnreachable = FindingCodes.ApiUnreachable;

    /// <summary>Paperclip's own pod cannot be read, so nothing can be taken over from it.</summary>
    public const string HostPodUnreadable = "k8s_host_pod_unreadable";

    /// <summary>The namespace is there.</summary>
    public const string NamespaceExists = FindingCodes.NamespaceExists;

    /// <summary>Nobody can say whether the namespace is there.</summary>
    public const string NamespaceCheckFailed = "k8s_namespace_check_failed";

    /// <summary>The Secret of <c>secretRef</c> is there.</summary>
    public const string SecretExists = "k8s_secret_exists";

    /// <summary>It is not.</summary>
    public const string SecretMissing = "k8s_secret_missing";

    /// <summary>Nobody can say whether it is.</summary>
    public const string SecretCheckFailed = "k8s_secret_check_failed";

    /// <summary>No claim is known that agents share with Paperclip.</summary>
    public const string ClaimNotDetected = "k8s_pvc_not_detected";

    /// <summary>None is needed: the node is this machine.</summary>
    public const string ClaimNotNeeded = "k8s_pvc_not_needed";

    /// <summary>The claim can be mounted by pods of all nodes.</summary>
    public const string ClaimReadWriteMany = "k8s_pvc_rwx";

    /// <summary>The claim can be mounted on one node only.</summary>
    public const string ClaimNotReadWriteMany = "k8s_pvc_not_rwx";

    /// <summary>There is no such claim.</summary>
    public const string ClaimMissing = "k8s_pvc_missing";

    /// <summary>Nobody can say how the claim can be mounted.</summary>
    public const string ClaimCheckFailed = "k8s_pvc_check_failed";

    /// <summary>A run has a credential for its model.</summary>
    public const string CredentialsPresent = "agent_credentials_present";

    /// <summary>None is known.</summary>
    public const string CredentialsMissing = "agent_credentials_missing";

    /// <summary>The agent is told an address of Paperclip's API.</summary>
    public const string ApiUrlKnown = "paperclip_api_url_known";

    /// <summary>None is known that a pod could reach.</summary>
    public const string ApiUrlMissing = "paperclip_api_url_missing";

    /// <summary>The probe was not run, because no run would work.</summary>
    public const string ProbeSkipped = "k8s_probe_skipped";

    /// <summary>The probe's pod failed.</summary>
    public const string ProbeFailed = "k8s_probe_failed";

    /// <summary>The probe's pod was not done in time.</summary>
    public const string ProbeUnfinished = "k8s_probe_unfinished";

    /// <summary>The agent's program is in the image, and says its version.</summary>
    public const string CliFound = "agent_cli_found";

    /// <summary>It is not in the image.</summary>
    public const string CliMissing = "agent_cli_missing";

    /// <summary>It is, but does not start.</summary>
    public const string CliBroken = "agent_cli_broken";

    /// <summary>The image has an interpreter for the filter of long tool outputs.</summary>
    public const string InterpreterFound = "agent_filter_interpreter_found";

    /// <summary>It has none.</summary>
    public const string InterpreterMissing = "agent_filter_interpreter_missing";

    /// <summary>Paperclip's API answered the probe.</summary>
    public const string ApiUrlAnswers = "paperclip_api_reachable";

    /// <summary>It did not.</summary>
    public const string ApiUrlSilent = "paperclip_api_unreachable";

    /// <summary>The image has nothing to ask it with.</summary>
    public const string ApiUrlUntested = "paperclip_api_untested";

    /// <summary>The test ended before everything was looked at.</summary>
    public const string Unfinished = "environment_test_unfinished";

    /// <summary>A fault of ours.</summary>
    public const string Fault = "podclip_fault";
}
