using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Podclip.Kubernetes.Serialization;
using Podclip.LocalCluster.Kubelet.Variables;
using Podclip.LocalCluster.Kubelet.Volumes;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Security;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>The objects a pod refers to, as the store holds them now.</summary>
internal static class PodObjects
{
    /// <summary>A stored pod with its types.</summary>
    public static Pod ToPod(StoredObject stored) => Typed(stored, KubernetesJson.Default.Pod);

    /// <summary>Where the values of a namespace's pods come from.</summary>
    public static VariableSources Values(KubeletServices services, string ns)
    {
        var sources = new VariableSources(
            name => services.Store.Find(ResourceNames.Secrets, ns, name) is { } secret ? Typed(secret, KubernetesJson.Default.Secret) : null,
            name => services.Store.Find(ResourceNames.ConfigMaps, ns, name) is { } map ? Typed(map, KubernetesJson.Default.ConfigMap) : null);
        return services.Access is { } access ? sources with { Services = access.Variables } : sources;
    }

    /// <summary>Where the volumes of a namespace's pods get what is in them.</summary>
    public static VolumeSources Volumes(KubeletServices services, string ns) => new(
        Values(services, ns),
        name => services.Store.Find(ResourceNames.PersistentVolumeClaims, ns, name)?.Uid,
        services.Access is { } access ? (pod, projection) => Token(services.Store, access, pod, projection) : null);

    private static string? Token(ObjectStore store, ApiAccess access, Pod pod, ServiceAccountTokenProjection projection)
    {
        var ns = pod.Metadata.Namespace ?? "";
        return store.Find(ResourceNames.ServiceAccounts, ns, pod.Spec?.ServiceAccountName ?? "default") is { } account
            && store.Find(ResourceNames.Pods, ns, pod.Metadata.Name ?? "") is { } stored
                ? access.Tokens.Create(account, [projection.Audience ?? ServiceAccountTokens.Audience], TokenRefresh.Lifetime(projection), out _, stored)
                : null;
    }

    private static T Typed<T>(StoredObject stored, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize((JsonNode)stored.Document, type) ?? throw new InvalidOperationException($"{stored.Resource} {stored.Name} is empty");
}
