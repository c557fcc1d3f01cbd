using System.Globalization;
using Podclip.LocalCluster.Kubelet.Supervision;

namespace Podclip.LocalCluster.Kubelet.Sandbox;

/// <summary>Translates a container into bubblewrap's command line. Pure, but for looking at the machine's folders.</summary>
/// <param name="bubblewrap">Bubblewrap's absolute path.</param>
/// <param name="setpriv">The absolute path of the program that drops root; used only where that is needed.</param>
/// <param name="host">The machine.</param>
internal sealed class SandboxBuilder(string bubblewrap, string setpriv, HostLayout host)
{
    // Everybody can reach these; one that holds none of the sources is covered, in the sandbox's own view, to show the sources in.
    private static readonly string[] StageCandidates = ["/mnt", "/media", "/srv", "/opt", "/var/tmp", "/tmp"];

    /// <summary>The command line.</summary>
    /// <exception cref="SandboxException">The container holds a text with a zero byte, or nothing can serve as stage; the message says which.</exception>
    public SandboxCommand Build(SandboxRequest request)
    {
        var identity = request.Identity;
        var mounts = request.Mounts;
        var stage = identity.DropsRoot ? Stage(mounts) : null;
        List<string> options =
        [
            "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-user",
            "--uid", identity.User.ToString(CultureInfo.InvariantCulture),
            "--gid", identity.Group.ToString(CultureInfo.InvariantCulture),
            "--hostname", request.Hostname,
            .. SandboxRoot.Options(host, [.. mounts.Select(mount => mount.Target)]),
        ];
        for (var i = 0; i < mounts.Count; i++)
        {
            var source = stage is null ? mounts[i].Source : MountStage.PathOf(stage, i);
            options.AddRange([mounts[i].IsReadOnly ? "--ro-bind" : "--bind", source, mounts[i].Target]);
        }

        if (!IsCovered(request.WorkingDirectory, mounts))
        {
            options.AddRange(["--dir", request.WorkingDirectory]);
        }

        if (request.IsRootReadOnly)
        {
            options.AddRange(["--remount-ro", "/"]);
        }

        options.AddRange(["--chdir", request.WorkingDirectory, "--as-pid-1", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]);
        foreach (var (name, value) in request.Environment)
        {
            options.AddRange(["--setenv", name, value]);
        }

        RefuseZeroBytes(options);
        return new SandboxCommand(Launcher(identity), options, stage, stage is null ? [] : [.. mounts.Select(mount => mount.Source)]);
    }

    private string Stage(IReadOnlyList<SandboxMount> mounts) =>
        Array.Find(StageCandidates, candidate => host.Look(candidate) is HostEntry.Folder && !mounts.Any(mount => IsWithin(mount.Source, candidate)))
        ?? throw new SandboxException($"every one of {string.Join(", ", StageCandidates)} is missing or holds something the pod mounts");

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static bool IsCovered(string directory, IReadOnlyList<SandboxMount> mounts) =>
        directory == "/" || mounts.Any(mount => mount.Target == directory);

    /// <summary>The options travel separated by zero bytes: one inside a value would be an option of its own.</summary>
    private static void RefuseZeroBytes(List<string> options)
    {
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i].Contains('\0'))
            {
                var isValue = i >= 2 && options[i - 2] == "--setenv";
                throw new SandboxException(
                    isValue ? $"the value of environment variable {options[i - 1]} contains a zero byte" : "a name or path contains a zero byte");
            }
        }
    }

    private IReadOnlyList<string> Launcher(SandboxIdentity identity) => identity.DropsRoot
        ?
        [
            setpriv,
            "--reuid", identity.OnDisk.User.ToString(CultureInfo.InvariantCulture),
            "--regid", identity.OnDisk.Group.ToString(CultureInfo.InvariantCulture),
            "--clear-groups",
            bubblewrap,
        ]
        : [bubblewrap];
}
