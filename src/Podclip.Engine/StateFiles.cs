namespace Podclip.Engine;

/// <summary>How files of a state directory are made: for their owner alone, whole or as they were before, held by one process at a time.</summary>
public static class StateFiles
{
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder that nobody else may look into. A parent that is missing is made as well, and is open to all: make it first.</summary>
    /// <param name="path">The folder.</param>
    public static void MakeFolder(string path) => Directory.CreateDirectory(path, OwnersFolder);

    /// <summary>Whether a folder is for its owner alone.</summary>
    /// <param name="path">The folder; not a link to one.</param>
    /// <returns>True when nobody else may look into it.</returns>
    public static bool IsPrivateFolder(string path) => File.GetUnixFileMode(path) == OwnersFolder && new DirectoryInfo(path).LinkTarget is null;

    /// <summary>Writes a file, or puts it in the place of the former. Readers see the old one or the new one, never half of one, also after a crash.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What is to stand in it.</param>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var next = path + ".next";
        File.Delete(next); // what a crash left of an earlier attempt
        using (var file = new FileStream(next, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnersFile }))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>Takes the right that a file stands for. The system gives it back when the process dies.</summary>
    /// <param name="path">The file; its folder is there.</param>
    /// <returns>Gives it back when disposed; null when another process has it.</returns>
    public static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
