using Podclip.LocalCluster.Kubelet.Native;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>
/// Shows folders to a sandbox's user that it could not reach, because a parent such as /root is closed to it. The calling thread, and
/// what it starts, gets a mount namespace in which a small file system lies over one directory; the folders are bound in there.
/// Needs root; the rest of the machine sees nothing of it.
/// </summary>
internal static class MountStage
{
    /// <summary>Sets the stage for the calling thread. The thread must be one that does nothing else afterwards.</summary>
    public static void Set(string directory, IReadOnlyList<string> sources)
    {
        Descriptors.Check(Libc.Unshare(Libc.CloneNewMountNamespace), "unshare");
        Descriptors.Check(Libc.Mount("none", "/", null, Libc.MountRecursive | Libc.MountPrivate, null), "mount /");
        Descriptors.Check(Libc.Mount("tmpfs", directory, "tmpfs", 0, "mode=0711,size=1m"), $"mount {directory}");
        for (var i = 0; i < sources.Count; i++)
        {
            var target = PathOf(directory, i);
            if (Directory.Exists(sources[i]))
            {
                Directory.CreateDirectory(target);
            }
            else
            {
                File.Create(target).Dispose();
            }

            Descriptors.Check(Libc.Mount(sources[i], target, null, Libc.MountBind | Libc.MountRecursive, null), sources[i]);
        }
    }

    /// <summary>Where a source is shown.</summary>
    public static string PathOf(string directory, int index) => $"{directory}/{index}";
}
