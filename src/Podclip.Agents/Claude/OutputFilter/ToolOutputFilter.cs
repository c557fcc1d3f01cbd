using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace Podclip.Agents.Claude.OutputFilter;

/// <summary>
/// A hook behind each of Claude Code's tools that cuts what the tool returned before the model reads it. It runs in the agent's container, by
/// whichever interpreter the image has: the programs beside this file do the same in three languages, and one in plain sh picks.
/// </summary>
internal static class ToolOutputFilter
{
    private const string Picker = "output-filter.sh";

    // The hook needs milliseconds; one that hangs would hold the agent up at every tool.
    private const int TimeoutSeconds = 30;

    /// <summary>The programs, to be put where <see cref="Settings"/> says.</summary>
    public static IReadOnlyList<LaunchFile> Programs { get; } =
        [.. ((string[])[Picker, "output-filter.js", "output-filter.py", "output-filter.pl"]).Select(name => new LaunchFile(name, Read(name)))];

    /// <summary>A file for <c>--settings</c> with the hook in it. It is added to the settings in HOME; hooks there stay.</summary>
    /// <param name="directory">Where the container sees <see cref="Programs"/>.</param>
    /// <param name="limit">How many bytes of an output are left.</param>
    public static ReadOnlyMemory<byte> Settings(string directory, int limit)
    {
        JsonObject hook = new()
        {
            ["type"] = "command",
            ["command"] = string.Create(CultureInfo.InvariantCulture, $"sh {Quoted($"{directory}/{Picker}")} {limit}"),
            ["timeout"] = TimeoutSeconds,
        };
        JsonObject settings = new()
        {
            ["hooks"] = new JsonObject { ["PostToolUse"] = new JsonArray(new JsonObject { ["matcher"] = "*", ["hooks"] = new JsonArray(hook) }) },
        };
        return Encoding.UTF8.GetBytes(settings.ToJsonString());
    }

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static ReadOnlyMemory<byte> Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"claude/{name}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
