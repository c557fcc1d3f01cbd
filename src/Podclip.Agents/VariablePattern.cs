namespace Podclip.Agents;

/// <summary>Matches names of environment variables against a list of names and prefixes.</summary>
internal static class VariablePattern
{
    /// <summary>Whether one of the patterns, a name or a prefix ending in <c>*</c>, admits a name.</summary>
    public static bool Admits(IEnumerable<string> patterns, string name)
    {
        foreach (var pattern in patterns)
        {
            var admitted = pattern.EndsWith('*')
                ? name.AsSpan().StartsWith(pattern.AsSpan()[..^1], StringComparison.Ordinal)
                : string.Equals(pattern, name, StringComparison.Ordinal);
            if (admitted)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The names that one of the patterns admits, in ordinal order.</summary>
    public static IReadOnlyList<string> Select(IReadOnlyList<string> patterns, IEnumerable<string> names) =>
        [.. names.Where(name => Admits(patterns, name)).Order(StringComparer.Ordinal)];
}
