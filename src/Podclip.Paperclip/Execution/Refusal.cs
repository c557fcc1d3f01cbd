using Podclip.Engine.HostPods;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Hosting;

namespace Podclip.Paperclip.Execution;

/// <summary>Results of executions that came to no run: nothing was started, so the host may start anew whenever it likes.</summary>
internal static class Refusal
{
    /// <summary>Such a result.</summary>
    public static AdapterExecutionResult Of(string code, string message, string? family = null) => new()
    {
        ErrorCode = code,
        ErrorMessage = message,
        ErrorFamily = family,
        ExecutionRecovery = ExecutionRecovery.Bootstrap,
    };

    /// <summary>The result for what went wrong before the run; null for what is a fault of ours.</summary>
    public static AdapterExecutionResult? Of(Exception exception) => exception switch
    {
        AdapterConfigException config => Of("k8s_config_invalid", config.Message),
        Engine.RunRequestException request => Of("k8s_config_invalid", request.Message),
        HostPodException pod => Of("k8s_host_pod_unreadable", pod.Message),
        KubeConfigException kubeconfig => Of("kubeconfig_unusable", kubeconfig.Message),
        ClusterSourceException source => Of("cluster_unusable", source.Message),
        KubernetesException { IsForbidden: true } forbidden => Of("cluster_forbidden", forbidden.Message),
        KubernetesException { IsTransient: true } transient => Of("cluster_unreachable", $"Cannot reach Kubernetes API: {transient.Message}", "transient_upstream"),
        KubernetesException refused => Of("cluster_refused", refused.Message),
        _ => null,
    };
}
