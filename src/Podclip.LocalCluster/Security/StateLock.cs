using System.Globalization;

namespace Podclip.LocalCluster.Security;

/// <summary>Holds a state directory for this process alone. The system lets go of it when the process ends, however it ends.</summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <summary>Takes the directory.</summary>
    /// <exception cref="ClusterStartException">Another process has it.</exception>
    public static StateLock Take(string directory)
    {
        var path = Path.Combine(directory, "lock");

        // A file of its own, because .NET cannot read one that another process has locked.
        var holder = Path.Combine(directory, "pid");
        FileStream file;
        try
        {
            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException exception) when (File.Exists(path))
        {
            var process = File.Exists(holder) ? $" (process {File.ReadAllText(holder)})" : "";
            throw new ClusterStartException($"another cluster{process} uses the state directory {directory}: stop that one, or choose another directory", exception);
        }

        OwnerOnlyFile.Write(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new StateLock(file);
    }

    public void Dispose() => _file.Dispose();
}
