namespace Podclip.WireReplay.Comparison;

/// <summary>Says where two texts part, short enough to read.</summary>
internal static class Difference
{
    private const int Before = 60;
    private const int After = 160;

    /// <summary>Null when they are the same.</summary>
    public static string? Between(string expected, string actual, string what)
    {
        if (string.Equals(expected, actual, StringComparison.Ordinal))
        {
            return null;
        }

        var at = 0;
        while (at < expected.Length && at < actual.Length && expected[at] == actual[at])
        {
            at++;
        }

        return $"{what}: expected …{Around(expected, at)}… but was …{Around(actual, at)}…";
    }

    private static string Around(string text, int at)
    {
        var from = Math.Max(0, at - Before);
        return text.Substring(from, Math.Min(text.Length - from, at - from + After)).ReplaceLineEndings("\\n");
    }
}
