using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Nodes;

/// <summary>The kubelet's last word on a pod that is being deleted.</summary>
internal static class PodRemoval
{
    /// <summary>
    /// Confirms that a pod's containers are gone: its grace period becomes 0, which removes it at once, or, while a finalizer is left
    /// (the Job controller has not counted it yet), as soon as that goes. Watchers see what a real kubelet causes: MODIFIED with a
    /// grace period of 0, then DELETED. Nothing happens when the pod is gone or another pod has its name.
    /// </summary>
    public static void Confirm(ObjectStore store, string ns, string name, string uid, TimeProvider timeProvider) =>
        store.Update(ResourceNames.Pods, ns, name, pod =>
        {
            if (pod.Text("metadata", "uid") != uid)
            {
                return false;
            }

            var metadata = pod.Metadata();
            metadata["deletionTimestamp"] = timeProvider.GetUtcNow().ToWireTime();
            metadata["deletionGracePeriodSeconds"] = JsonValue.Create(0L);
            return true;
        });
}
