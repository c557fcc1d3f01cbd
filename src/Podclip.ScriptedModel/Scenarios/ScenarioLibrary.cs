using System.Collections.Frozen;
using System.Reflection;

namespace Podclip.ScriptedModel.Scenarios;

/// <summary>All scenarios of an endpoint: the built-in ones and those of a folder, read once at the start.</summary>
internal sealed class ScenarioLibrary
{
    private const string ResourcePrefix = "scenarios/";
    private readonly FrozenDictionary<string, Scenario> _scenarios;

    private ScenarioLibrary(Dictionary<string, Scenario> scenarios) =>
        _scenarios = scenarios.ToFrozenDictionary(StringComparer.Ordinal);

    public IReadOnlyList<Scenario> All => [.. _scenarios.Values.OrderBy(scenario => scenario.Name, StringComparer.Ordinal)];

    /// <summary>Reads all scenarios.</summary>
    /// <param name="directory">A folder of <c>*.json</c> files, or null.</param>
    /// <exception cref="ScenarioException">A file is wrong, or the folder cannot be read.</exception>
    public static ScenarioLibrary Load(string? directory)
    {
        var scenarios = new Dictionary<string, Scenario>(StringComparer.Ordinal);
        var assembly = typeof(ScenarioLibrary).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(resource);
            scenarios[name] = ScenarioParser.Parse(name, ReadResource(assembly, resource));
        }

        if (directory is not null)
        {
            AddFolder(scenarios, directory);
        }

        return new ScenarioLibrary(scenarios);
    }

    /// <summary>Finds a scenario by name.</summary>
    /// <exception cref="ScenarioException">There is none; the message lists all.</exception>
    public Scenario Get(string name) => _scenarios.TryGetValue(name, out var scenario)
        ? scenario
        : throw new ScenarioException([$"There is no scenario '{name}'. Known scenarios: {string.Join(", ", All.Select(known => known.Name))}."]);

    private static void AddFolder(Dictionary<string, Scenario> scenarios, string directory)
    {
        List<string> problems = [];
        try
        {
            foreach (var file in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
            {
                try
                {
                    var name = Path.GetFileNameWithoutExtension(file);
                    scenarios[name] = ScenarioParser.Parse(name, File.ReadAllBytes(file));
                }
                catch (ScenarioException e)
                {
                    problems.AddRange(e.Problems);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The scenario folder '{directory}' cannot be read: {e.Message}");
        }

        if (problems.Count > 0)
        {
            throw new ScenarioException(problems);
        }
    }

    private static byte[] ReadResource(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
