using System.Text.Json;
using Podclip.Cli.Rendering;
using Podclip.Engine;

namespace Podclip.Cli.Embedded;

/// <summary>The files by which commands find the embedded cluster's process.</summary>
/// <param name="state">The state directory.</param>
internal sealed class ClusterFiles(StateDirectory state)
{
    /// <summary>Everything of the cluster.</summary>
    public string Folder => state.Cluster;

    /// <summary>What a cluster in the background has to say.</summary>
    public string Log => Path.Combine(Folder, "cluster.log");

    private string Process => Path.Combine(Folder, "process.json");

    private string StartLock => Path.Combine(Folder, "start.lock");

    /// <summary>The running process, or null.</summary>
    /// <returns>The process.</returns>
    public ClusterProcess? FindRunning()
    {
        try
        {
            var process = JsonSerializer.Deserialize(File.ReadAllBytes(Process), CliJson.Default.ClusterProcess);
            return process is not null && ProcessTable.StartTicks(process.Pid) == process.StartTicks ? process : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Says that the process is ready.</summary>
    /// <param name="process">The process.</param>
    public void Write(ClusterProcess process)
    {
        MakeFolder();
        StateFiles.Replace(Process, JsonSerializer.SerializeToUtf8Bytes(process, CliJson.Default.ClusterProcess));
    }

    /// <summary>Takes back what <see cref="Write"/> said.</summary>
    public void Remove() => File.Delete(Process);

    /// <summary>Makes the folder; nobody else may look into it.</summary>
    public void MakeFolder()
    {
        state.EnsureExists(); // before the folder: a parent made on the way would be open to all
        StateFiles.MakeFolder(Folder);
    }

    /// <summary>Takes the right to start or stop the cluster, if no other process has it.</summary>
    /// <returns>Gives it back when disposed; null when another process has it.</returns>
    public IDisposable? TryLock()
    {
        MakeFolder();
        return StateFiles.TryLock(StartLock);
    }
}
