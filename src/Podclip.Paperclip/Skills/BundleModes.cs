namespace Podclip.Paperclip.Skills;

/// <summary>Permissions of what is bundled: the pod's user may be another one than ours.</summary>
internal static class BundleModes
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>A folder: 0755.</summary>
    public const UnixFileMode Folder = Readable | Executable;

    /// <summary>A file: 0755 or 0644.</summary>
    public static UnixFileMode Of(bool isExecutable) => isExecutable ? Readable | Executable : Readable;

    /// <summary>Whether anybody may execute a file of this mode.</summary>
    public static bool IsExecutable(UnixFileMode mode) => (mode & Executable) != UnixFileMode.None;
}
