namespace Podclip.LocalCluster.Kubelet.Native;

/// <summary>Reads and changes who owns a file.</summary>
internal static unsafe class FileOwnership
{
    private const int CurrentDirectory = -100;
    private const uint BasicFields = 0x7ff;

    /// <summary>The owner of what a path leads to, or null when there is nothing.</summary>
    public static OnDiskIdentity? Of(string path)
    {
        // struct statx has the same layout on every architecture: uid at 20, gid at 24.
        var buffer = stackalloc byte[256];
        return Libc.Statx(CurrentDirectory, path, 0, BasicFields, buffer) == 0
            ? new OnDiskIdentity(*(uint*)(buffer + 20), *(uint*)(buffer + 24))
            : null;
    }

    /// <summary>Gives one file or directory to somebody; links are not followed.</summary>
    public static void Give(string path, OnDiskIdentity owner) =>
        Descriptors.Check(Libc.ChangeOwner(path, owner.User, owner.Group), path);

    /// <summary>Gives a directory and everything in it to somebody, unless its top is theirs already (Kubernetes' <c>OnRootMismatch</c>).</summary>
    public static void GiveTree(string directory, OnDiskIdentity owner)
    {
        if (Of(directory) == owner)
        {
            return;
        }

        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };
        foreach (var path in Directory.EnumerateFileSystemEntries(directory, "*", everything))
        {
            Give(path, owner);
        }

        // The top last: it is the mark that all below is done.
        Give(directory, owner);
    }
}
