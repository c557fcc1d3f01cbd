using System.Text.RegularExpressions;

namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>Quotes text that others wrote so that it cannot close its own quote.</summary>
internal static partial class MarkdownQuote
{
    public static string Inline(string text)
    {
        var longest = LongestRun(text);
        var fence = new string('`', longest + 1);
        return longest == 0 ? $"`{text}`" : $"{fence} {text} {fence}";
    }

    public static string Block(string text)
    {
        var fence = new string('`', Math.Max(3, LongestRun(text) + 1));
        return $"{fence}text\n{text}\n{fence}";
    }

    /// <summary>JSON in which no tag can stand.</summary>
    public static string WithoutTags(string json) =>
        json.Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal);

    private static int LongestRun(string text) => Backticks().EnumerateMatches(text) is var runs ? Longest(runs) : 0;

    private static int Longest(Regex.ValueMatchEnumerator runs)
    {
        var longest = 0;
        foreach (var run in runs)
        {
            longest = Math.Max(longest, run.Length);
        }

        return longest;
    }

    [GeneratedRegex("`+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Backticks();
}
