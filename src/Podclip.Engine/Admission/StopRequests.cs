namespace Podclip.Engine.Admission;

/// <summary>How one process asks another, which drives a run, to stop it: by a file named after the run.</summary>
/// <param name="folder">The folder of these files.</param>
internal sealed class StopRequests(string folder)
{
    private const string Hurry = ".now";

    /// <summary>Asks for a run's stop; asked again, for the end of its grace.</summary>
    public void Ask(string runId)
    {
        Directory.CreateDirectory(folder);
        var first = Path.Combine(folder, runId);
        File.WriteAllBytes(File.Exists(first) ? first + Hurry : first, []);
    }

    /// <summary>How often a run was asked to stop: 0, 1 or 2.</summary>
    public int Count(string runId)
    {
        var first = Path.Combine(folder, runId);
        return !File.Exists(first) ? 0 : File.Exists(first + Hurry) ? 2 : 1;
    }

    /// <summary>Forgets what was asked of a run that is over.</summary>
    public void Forget(string runId)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(Path.Combine(folder, runId));
            File.Delete(Path.Combine(folder, runId + Hurry));
        }
    }
}
