namespace Podclip.WireReplay;

/// <summary>The recordings that differ and why, as a table in the documentation says: <c>| `name` | reason |</c>.</summary>
internal static class KnownDifferences
{
    public static IReadOnlyDictionary<string, string> Read(string document)
    {
        Dictionary<string, string> reasons = new(StringComparer.Ordinal);
        foreach (var cells in File.ReadLines(document).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells is [_, ['`', ..], _, _]))
        {
            foreach (var name in cells[1].Split(", ").Select(name => name.Trim('`')))
            {
                reasons[name] = cells[2];
            }
        }

        return reasons;
    }
}
