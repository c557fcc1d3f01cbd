namespace Podclip.Cli.Running;

/// <summary>Reads a file of variables: <c>NAME=VALUE</c> a line, <c>NAME</c> for one taken from this process, <c>#</c> for a comment.</summary>
/// <remarks>Values are taken as they stand, without quotes or expansion, as Docker's <c>--env-file</c> takes them.</remarks>
internal static class EnvironmentFile
{
    /// <summary>Reads the settings of a file.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="problems">Gets what is wrong with it, never a value.</param>
    /// <returns>Names with values; a null value is to be taken from this process.</returns>
    public static IReadOnlyList<KeyValuePair<string, string?>> Read(string path, string text, List<string> problems)
    {
        List<KeyValuePair<string, string?>> settings = [];
        var lines = text.TrimStart('\uFEFF').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r').TrimStart();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var (name, value) = RunEnvironment.Split(line);
            if (RunEnvironment.IsName(name))
            {
                settings.Add(new(name, value));
            }
            else if (line.StartsWith("export ", StringComparison.Ordinal))
            {
                problems.Add($"{path}, line {i + 1}: leave out 'export'; a line is NAME=VALUE.");
            }
            else
            {
                // The line may be the rest of a value that had a line break in it: it is not shown.
                problems.Add($"{path}, line {i + 1}: this does not begin with a variable's name and '='.");
            }
        }

        return settings;
    }
}
