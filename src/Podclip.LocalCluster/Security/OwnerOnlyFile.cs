namespace Podclip.LocalCluster.Security;

/// <summary>Files that only their owner may read.</summary>
internal static class OwnerOnlyFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file whole or not at all: readers see the old content or the new, never a part.</summary>
    public static void Write(string path, string content)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        File.Delete(temporary);
        using (var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mode }))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(content);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Makes a directory that only its owner may enter.</summary>
    public static void CreateDirectory(string path) => Directory.CreateDirectory(path, Mode | UnixFileMode.UserExecute);
}
