using Podclip.Kubernetes.Client;

namespace Podclip.Engine.HostPods;

/// <summary>Looks the host's own pod up.</summary>
/// <param name="client">The cluster it runs in.</param>
public sealed class HostPodReader(KubernetesClient client)
{
    /// <summary>The pod's name within it: Kubernetes' own rule for a pod's host name.</summary>
    private const string NameVariable = "HOSTNAME";

    private static readonly string[] NamespaceVariables = ["PAPERCLIP_NAMESPACE", "POD_NAMESPACE"];

    /// <summary>Reads the pod this process is in.</summary>
    /// <param name="variables">This process's environment.</param>
    /// <param name="defaultNamespace">The namespace of its service account.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The pod; null when there is none of this name, as when the process is in no pod at all.</returns>
    /// <exception cref="KubernetesException">The cluster refused, for instance because it may not be read.</exception>
    /// <exception cref="HostPodException">It is no pod that anything can be taken from.</exception>
    public async Task<HostPod?> ReadAsync(IReadOnlyDictionary<string, string> variables, string defaultNamespace, CancellationToken cancellationToken)
    {
        if (variables.GetValueOrDefault(NameVariable)?.Trim() is not { Length: > 0 } name)
        {
            return null;
        }

        var ns = NamespaceOf(variables) ?? defaultNamespace;

        // Listed, not got by name: a run lists pods anyway, and so needs no further verb.
        var pods = await client.ListAsync(ResourceTypes.Pods, new ResourceSelector(ns, Fields: $"metadata.name={name}"), cancellationToken);
        return pods.Items is [var pod, ..] ? HostPod.Of(pod) : null;
    }

    /// <summary>The namespace that the environment names for this process.</summary>
    /// <param name="variables">The environment.</param>
    /// <returns>The namespace, or null.</returns>
    public static string? NamespaceOf(IReadOnlyDictionary<string, string> variables) => NamespaceVariables
        .Select(name => variables.GetValueOrDefault(name)?.Trim())
        .FirstOrDefault(value => value is { Length: > 0 });
}
