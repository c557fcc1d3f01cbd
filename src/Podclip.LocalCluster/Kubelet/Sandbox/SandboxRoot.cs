namespace Podclip.LocalCluster.Kubelet.Sandbox;

/// <summary>
/// The root of a sandbox: an empty file system in which the machine's programs, libraries and settings appear, read-only, and nothing of
/// /home, /root, /run, /var or /srv.
/// </summary>
internal static class SandboxRoot
{
    private static readonly string[] SystemFolders = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc"];

    /// <summary>The options that make the root.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="targets">Where mounts will go. A folder of the system that lacks one of them is put together entry by entry, because nothing can be made in a read-only one.</param>
    public static IEnumerable<string> Options(HostLayout host, IReadOnlyList<string> targets)
    {
        List<string> options = ["--tmpfs", "/"];
        foreach (var folder in SystemFolders)
        {
            Show(host, folder, targets, options);
        }

        // A resolver that keeps its file under /run would leave the pod without names; this one file is shown.
        if (host.Look("/etc/resolv.conf") is HostEntry.Link && host.FinalTarget("/etc/resolv.conf") is { } resolver && !IsShown(resolver))
        {
            options.AddRange(["--ro-bind", resolver, resolver]);
        }

        foreach (var folder in new[] { "/tmp", "/var/tmp" })
        {
            options.AddRange(["--perms", "1777", "--dir", folder]);
        }

        options.AddRange(["--perms", "0755", "--dir", "/run", "--perms", "0700", "--dir", "/root", "--proc", "/proc", "--dev", "/dev"]);
        return options;
    }

    private static bool IsShown(string path) => Array.Exists(SystemFolders, folder => path.StartsWith(folder + "/", StringComparison.Ordinal));

    private static void Show(HostLayout host, string path, IReadOnlyList<string> targets, List<string> options)
    {
        switch (host.Look(path))
        {
            case HostEntry.Link link:
                options.AddRange(["--symlink", link.Target, path]);
                break;
            case HostEntry.Folder when LacksOne(host, path, targets):
                options.AddRange(["--perms", "0755", "--dir", path]);
                foreach (var name in host.Names(path))
                {
                    Show(host, $"{path}/{name}", targets, options);
                }

                break;
            case HostEntry.Folder or HostEntry.Other:
                options.AddRange(["--ro-bind", path, path]);
                break;
            case HostEntry.Nothing:
                break;
            default:
                throw new InvalidOperationException($"unknown kind of entry at {path}");
        }
    }

    private static bool LacksOne(HostLayout host, string folder, IReadOnlyList<string> targets) =>
        targets.Any(target => target.StartsWith(folder + "/", StringComparison.Ordinal) && host.Look(target) is HostEntry.Nothing);
}
