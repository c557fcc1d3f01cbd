namespace Podclip.LocalCluster.Kubelet.Sandbox;

/// <summary>What a sandbox's root needs to know of the machine's file system. A seam: golden tests look at an invented machine.</summary>
internal abstract class HostLayout
{
    /// <summary>The machine this process runs on.</summary>
    public static HostLayout Machine { get; } = new MachineLayout();

    /// <summary>What lies at an absolute path, itself: a link is not followed.</summary>
    public abstract HostEntry Look(string path);

    /// <summary>The names in a directory, sorted; none when it cannot be read.</summary>
    public abstract IReadOnlyList<string> Names(string directory);

    /// <summary>Where a path leads in the end when it is a link; null when it is none or leads nowhere.</summary>
    public abstract string? FinalTarget(string path);

    private sealed class MachineLayout : HostLayout
    {
        public override HostEntry Look(string path)
        {
            var info = new FileInfo(path);
            if (info.LinkTarget is { } target)
            {
                return new HostEntry.Link(target);
            }

            return Directory.Exists(path) ? new HostEntry.Folder() : File.Exists(path) ? new HostEntry.Other() : new HostEntry.Nothing();
        }

        public override IReadOnlyList<string> Names(string directory)
        {
            try
            {
                return [.. Directory.EnumerateFileSystemEntries(directory).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }

        public override string? FinalTarget(string path)
        {
            try
            {
                return File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: true } target ? target.FullName : null;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
