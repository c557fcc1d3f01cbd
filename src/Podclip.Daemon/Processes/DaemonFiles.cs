using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Podclip.Engine;

namespace Podclip.Daemon.Processes;

/// <summary>The files by which a daemon is found, and by which it is the only one of its state directory.</summary>
/// <param name="state">The state directory.</param>
public sealed class DaemonFiles(StateDirectory state)
{
    // What sun_path holds, its end included, is 108 bytes on Linux.
    private const int LongestSocketPath = 100;

    /// <summary>The folder of what the daemon keeps.</summary>
    public string Folder => Path.Combine(state.Path, "daemon");

    /// <summary>Where hosted runs have a folder each.</summary>
    public string Runs => Path.Combine(Folder, "runs");

    private string Process => Path.Combine(state.Path, "daemon.json");

    /// <summary>Makes the folders; nobody else may look into them.</summary>
    public void MakeFolders()
    {
        state.EnsureExists(); // before the others: a parent made on the way would be open to all
        StateFiles.MakeFolder(Folder);
        StateFiles.MakeFolder(Runs);
    }

    /// <summary>The socket where the caller names none. A path that is too long for a socket is replaced by one in a private folder of the temporary folder.</summary>
    /// <returns>The path; its folder exists.</returns>
    /// <exception cref="UnauthorizedAccessException">That folder belongs to somebody else.</exception>
    public string DefaultSocket()
    {
        var own = Path.Combine(state.Path, "daemon.sock");
        if (Encoding.UTF8.GetByteCount(own) <= LongestSocketPath)
        {
            return own;
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state.Path)))[..16];
        var folder = Path.Combine(Path.GetTempPath(), $"podclip-{name}");
        StateFiles.MakeFolder(folder);
        return StateFiles.IsPrivateFolder(folder)
            ? Path.Combine(folder, "daemon.sock")
            : throw new UnauthorizedAccessException($"{folder} is to hold the daemon's socket and is not a folder of this user alone. Remove it, or name a socket by --socket.");
    }

    /// <summary>The daemon that was last said to run; it may be gone.</summary>
    /// <returns>The process, or null.</returns>
    public DaemonProcess? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Process), DaemonJson.Default.DaemonProcess);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Says that a daemon listens.</summary>
    /// <param name="process">The daemon.</param>
    public void Write(DaemonProcess process) => StateFiles.Replace(Process, JsonSerializer.SerializeToUtf8Bytes(process, DaemonJson.Plain.DaemonProcess));

    /// <summary>Takes back what <see cref="Write"/> said.</summary>
    public void Remove() => File.Delete(Process);

    /// <summary>Takes the right to be the daemon of this state directory. The system gives it back when the process dies.</summary>
    /// <returns>Gives it back when disposed; null when another process has it.</returns>
    public IDisposable? TryLock()
    {
        MakeFolders();
        return StateFiles.TryLock(Path.Combine(Folder, "daemon.lock"));
    }
}
