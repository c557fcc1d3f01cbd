namespace Podclip.LocalCluster.Kubelet.Native;

/// <summary>Removes a directory with all in it, also what a container has made unwritable for its own owner.</summary>
internal static class TreeRemoval
{
    private const UnixFileMode Everything = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Removes it; nothing happens when it is not there.</summary>
    public static void Remove(string path)
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            Open(path);
            Directory.Delete(path, recursive: true);
        }
    }

    private static void Open(string directory)
    {
        File.SetUnixFileMode(directory, Everything);
        foreach (var child in Directory.EnumerateDirectories(directory))
        {
            if (new DirectoryInfo(child).LinkTarget is null)
            {
                Open(child);
            }
        }
    }
}
