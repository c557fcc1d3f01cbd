using System.Globalization;
using System.Text.RegularExpressions;

namespace Podclip.Cli.Running;

/// <summary>Times as people write them: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static partial class Duration
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The time, above zero; null when the text is none.</returns>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length is 0 or > 40 || Form().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var total = TimeSpan.Zero;
        foreach (var (group, unit) in new[] { ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)) })
        {
            if (match.Groups[group] is { Success: true } found)
            {
                if (!int.TryParse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > Longest / unit)
                {
                    return null;
                }

                total += count * unit;
            }
        }

        return total > TimeSpan.Zero && total <= Longest ? total : null;
    }

    /// <summary>Writes a time as people read it.</summary>
    /// <param name="seconds">The time in seconds.</param>
    /// <returns>The text, such as <c>0.4 s</c> or <c>2 min 5 s</c>.</returns>
    public static string Show(double seconds)
    {
        if (seconds < 60)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
        }

        var whole = TimeSpan.FromSeconds(Math.Round(seconds));
        return whole.TotalHours < 1 ? $"{whole.Minutes} min {whole.Seconds} s" : $"{(int)whole.TotalHours} h {whole.Minutes} min";
    }

    [GeneratedRegex(@"^(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m(?!s))?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
