using System.Security.Cryptography;

namespace Podclip.Engine;

/// <summary>The folder that outlives processes: journals, results, the owner's id, the embedded cluster.</summary>
public sealed class StateDirectory
{
    /// <summary>A state directory; made on first use, readable by its owner only.</summary>
    /// <param name="path">The folder.</param>
    public StateDirectory(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where the embedded cluster keeps everything.</summary>
    public string Cluster => System.IO.Path.Combine(Path, "cluster");

    /// <summary>Where each run has a folder.</summary>
    public string Runs => System.IO.Path.Combine(Path, "runs");

    /// <summary>Where runs that wait for their agent leave word of it.</summary>
    internal string Queue => System.IO.Path.Combine(Path, "queue");

    /// <summary>Where a process asks the driver of a run to stop it.</summary>
    internal string StopRequests => System.IO.Path.Combine(Path, "stop-requests");

    /// <summary><c>$PODCLIP_HOME</c>, else <c>$XDG_STATE_HOME/podclip</c>, else <c>~/.local/state/podclip</c>.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <returns>The directory.</returns>
    public static StateDirectory Locate(Func<string, string?> environment)
    {
        if (environment("PODCLIP_HOME") is { Length: > 0 } home)
        {
            return new StateDirectory(home);
        }

        var state = environment("XDG_STATE_HOME") is { Length: > 0 } xdg
            ? xdg
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return new StateDirectory(System.IO.Path.Combine(state, "podclip"));
    }

    /// <summary>Makes the folder, readable by its owner only.</summary>
    public void EnsureExists() => StateFiles.MakeFolder(Path);

    /// <summary>The id of this state directory, made on first use: Jobs carry it, so that a start takes up its own runs only.</summary>
    /// <returns>The id.</returns>
    public string ReadOwnerId()
    {
        EnsureExists();
        var file = System.IO.Path.Combine(Path, "owner-id");
        if (!File.Exists(file))
        {
            // Two processes may come here at once: each writes a file of its own, and the first to give it the name wins.
            var mine = $"{file}.{Environment.ProcessId}";
            File.WriteAllText(mine, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
            try
            {
                File.Move(mine, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(mine);
            }
        }

        return File.ReadAllText(file).Trim();
    }
}
