namespace Podclip.LocalCluster.Kubelet.Variables;

/// <summary>Where values of a pod's variables and files come from.</summary>
/// <param name="Secret">A Secret of the pod's namespace by name, or null.</param>
/// <param name="ConfigMap">A ConfigMap of the pod's namespace by name, or null.</param>
internal sealed record VariableSources(Func<string, Secret?> Secret, Func<string, ConfigMap?> ConfigMap)
{
    /// <summary>The variables of services, which every container has unless it sets others of their names.</summary>
    public IReadOnlyDictionary<string, string> Services { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
