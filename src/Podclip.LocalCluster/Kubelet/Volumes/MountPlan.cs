using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Sandbox;

namespace Podclip.LocalCluster.Kubelet.Volumes;

/// <summary>Puts a container's volumes at their places.</summary>
internal static class MountPlan
{
    /// <summary>The mounts, parents before children.</summary>
    /// <exception cref="SandboxException">A mount names no volume, or its subPath leads out of the volume.</exception>
    public static IEnumerable<SandboxMount> Of(Container container, IReadOnlyDictionary<string, PreparedVolume> volumes, OnDiskIdentity? owner)
    {
        foreach (var mount in (container.VolumeMounts ?? []).OrderBy(mount => mount.MountPath?.Count(c => c == '/') ?? 0))
        {
            if (!volumes.TryGetValue(mount.Name ?? "", out var volume))
            {
                throw new SandboxException($"volume mount {mount.Name} names no volume of the pod");
            }

            var target = Path.GetFullPath(mount.MountPath ?? "", "/");
            var source = mount.SubPath is { Length: > 0 } subPath ? SubPath(volume.Path, subPath, owner) : volume.Path;
            yield return new SandboxMount(source, target, volume.IsReadOnly || mount.ReadOnly == true);
        }
    }

    /// <summary>A path in a volume, made when missing. A pod may have put links into the volume: they must not lead out of it.</summary>
    private static string SubPath(string volume, string subPath, OnDiskIdentity? owner)
    {
        var current = volume;
        foreach (var name in subPath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name is ".." || Path.IsPathRooted(subPath))
            {
                throw new SandboxException($"subPath {subPath} leads out of its volume");
            }

            current = Path.Combine(current, name);
            if (new FileInfo(current).LinkTarget is not null)
            {
                throw new SandboxException($"subPath {subPath} goes through a symbolic link");
            }

            if (!Path.Exists(current))
            {
                Directory.CreateDirectory(current);
                if (owner is { } identity)
                {
                    FileOwnership.Give(current, identity);
                }
            }
        }

        return current;
    }
}
