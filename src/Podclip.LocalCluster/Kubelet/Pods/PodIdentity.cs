using Podclip.LocalCluster.Kubelet.Images;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Sandbox;
using Podclip.LocalCluster.Kubelet.Variables;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>Decides who a pod's containers are.</summary>
internal static class PodIdentity
{
    /// <summary>Who pods are on disk when root runs the cluster and no host path says otherwise.</summary>
    private static readonly OnDiskIdentity Fallback = new(1000, 1000);

    /// <summary>Who the whole pod is on disk. A cluster that runs as root becomes the owner of the pod's first host path that is not root's.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cluster">Who runs the cluster.</param>
    /// <param name="ownerOf">Who owns a path, if there is one.</param>
    public static OnDiskIdentity OnDisk(Pod pod, OnDiskIdentity cluster, Func<string, OnDiskIdentity?> ownerOf)
    {
        if (!cluster.IsRoot)
        {
            return cluster;
        }

        var owners = (pod.Spec?.Volumes ?? []).Select(volume => volume.HostPath?.Path).OfType<string>().Select(ownerOf);
        return owners.FirstOrDefault(owner => owner is { IsRoot: false }) ?? Fallback;
    }

    /// <summary>Who a container is.</summary>
    /// <exception cref="ContainerConfigException">It would be root although it must not.</exception>
    public static SandboxIdentity Of(Pod pod, Container container, ImageEntry image, OnDiskIdentity onDisk, bool dropsRoot)
    {
        var imageUser = image.User?.Split(':') ?? [];
        var user = container.SecurityContext?.RunAsUser ?? pod.Spec?.SecurityContext?.RunAsUser ?? Parse(imageUser, 0) ?? 0;
        var group = container.SecurityContext?.RunAsGroup ?? pod.Spec?.SecurityContext?.RunAsGroup ?? Parse(imageUser, 1) ?? 0;
        if (user == 0 && (container.SecurityContext?.RunAsNonRoot ?? pod.Spec?.SecurityContext?.RunAsNonRoot) == true)
        {
            throw new ContainerConfigException($"container has runAsNonRoot and image will run as root (pod: \"{PodText.Of(pod)}\", container: {container.Name})");
        }

        return new SandboxIdentity((uint)user, (uint)group, onDisk, dropsRoot);
    }

    private static long? Parse(string[] parts, int index) =>
        index < parts.Length && uint.TryParse(parts[index], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
