using System.Text.RegularExpressions;
using Podclip.Agents;

namespace Podclip.Cli.Running;

/// <summary>Puts an agent's variables together: what it may inherit, then the file, then the command line; a later one wins.</summary>
/// <param name="inherited">This process's variables.</param>
internal sealed partial class RunEnvironment(IReadOnlyDictionary<string, string> inherited)
{
    private readonly Dictionary<string, string> _own = new(StringComparer.Ordinal);

    /// <summary>Adds settings; they win over those before them.</summary>
    /// <param name="source">Where they come from, for messages.</param>
    /// <param name="settings">Names with values; a null value is taken from this process.</param>
    /// <param name="problems">Gets names that this process does not have.</param>
    public void Add(string source, IEnumerable<KeyValuePair<string, string?>> settings, List<string> problems)
    {
        foreach (var (name, value) in settings)
        {
            if (value is not null)
            {
                _own[name] = value;
            }
            else if (inherited.TryGetValue(name, out var taken))
            {
                _own[name] = taken;
            }
            else
            {
                problems.Add($"{source} {name}: this shell has no variable {name}; export it, or give a value with {name}=VALUE.");
            }
        }
    }

    /// <summary>What the user set, without anything inherited.</summary>
    /// <returns>The variables.</returns>
    public IReadOnlyDictionary<string, string> Own() => _own;

    /// <summary>What the user set, over what the agent takes from this process.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="model">The model asked for, or null.</param>
    /// <returns>The variables.</returns>
    public IReadOnlyDictionary<string, string> WithInherited(IAgent agent, string? model)
    {
        Dictionary<string, string> all = new(inherited, StringComparer.Ordinal);
        foreach (var (name, value) in _own)
        {
            all[name] = value;
        }

        Dictionary<string, string> merged = new(_own, StringComparer.Ordinal);
        foreach (var name in agent.SelectInherited(all, model))
        {
            merged[name] = all[name];
        }

        return merged;
    }

    /// <summary>Cuts a setting at its first <c>=</c>.</summary>
    /// <param name="setting">The setting.</param>
    /// <returns>The name, and the value if there is one.</returns>
    public static KeyValuePair<string, string?> Split(string setting) => setting.IndexOf('=', StringComparison.Ordinal) is var at and >= 0
        ? new(setting[..at], setting[(at + 1)..])
        : new(setting, null);

    /// <summary>Whether this can be the name of a variable that every program can read.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The answer.</returns>
    public static bool IsName(string name) => NameForm().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameForm();
}
