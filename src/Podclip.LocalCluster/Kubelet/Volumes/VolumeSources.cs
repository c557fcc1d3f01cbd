using Podclip.LocalCluster.Kubelet.Variables;

namespace Podclip.LocalCluster.Kubelet.Volumes;

/// <summary>Where a pod's volumes get what is in them.</summary>
/// <param name="Values">Secrets and ConfigMaps.</param>
/// <param name="ClaimUid">The uid of a claim of the pod's namespace by name, or null.</param>
/// <param name="Token">A new token for a pod, or null while its service account is not there. Itself null where the cluster issues none.</param>
internal sealed record VolumeSources(VariableSources Values, Func<string, string?> ClaimUid, Func<Pod, ServiceAccountTokenProjection, string?>? Token);
