using System.Text;

namespace Podclip.Paperclip.Execution;

/// <summary>Reads the agent's instructions on the host's disk: the pod may not see that file.</summary>
internal static class InstructionsFile
{
    /// <summary>The instructions, with a paragraph that says where they are from, by which an agent finds the files beside them; null when there are none.</summary>
    public static string? Read(string? path, List<string> warnings)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            var text = File.ReadAllText(path, Encoding.UTF8).TrimEnd();
            var folder = Path.GetDirectoryName(path);
            return $"{text}\n\nThe above agent instructions were loaded from {path}. Resolve any relative file references from {folder}/. "
                + "This base directory is authoritative for sibling instruction files such as ./HEARTBEAT.md, ./SOUL.md, and ./TOOLS.md.\n";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            warnings.Add($"Warning: could not read agent instructions file \"{path}\": {e.Message}");
            return null;
        }
    }
}
