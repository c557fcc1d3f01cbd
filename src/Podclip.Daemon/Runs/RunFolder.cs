using System.Text.Json;
using Podclip.Engine;

namespace Podclip.Daemon.Runs;

/// <summary>The folder of a hosted run: what is known of it, and its events.</summary>
/// <param name="path">The folder.</param>
internal sealed class RunFolder(string path)
{
    /// <summary>Its events.</summary>
    public string Events => Path.Combine(path, "events.ndjson");

    private string Record => Path.Combine(path, "run.json");

    /// <summary>What is known of the run; null when there is no such run.</summary>
    public HostedRunRecord? Load()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Record), DaemonJson.Default.HostedRunRecord);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // A daemon that died while it wrote the first file had promised nothing to anybody.
            return null;
        }
    }

    /// <summary>Keeps what is known; readers see all of it or what was there before.</summary>
    public void Save(HostedRunRecord record)
    {
        StateFiles.MakeFolder(path);
        StateFiles.Replace(Record, JsonSerializer.SerializeToUtf8Bytes(record, DaemonJson.Default.HostedRunRecord));
    }

    /// <summary>Removes all of it.</summary>
    public void Delete() => Directory.Delete(path, recursive: true);
}
