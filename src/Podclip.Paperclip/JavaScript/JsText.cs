using System.Text;

namespace Podclip.Paperclip.JavaScript;

/// <summary>Text as the host's JavaScript sees it: UTF-16 units, its own idea of white space, no culture.</summary>
internal static class JsText
{
    /// <summary>What <c>\s</c> matches and <c>trim()</c> removes: Unicode spaces, line ends and the byte order mark (ECMA-262, WhiteSpace and LineTerminator).</summary>
    public const string WhiteSpaceClass = @"[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]";

    private static readonly char[] WhiteSpace =
    [
        '\t', '\n', '\v', '\f', '\r', ' ', '\u00a0', '\u1680', '\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005', '\u2006', '\u2007',
        '\u2008', '\u2009', '\u200a', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000', '\ufeff',
    ];

    public static string Trim(string text) => text.Trim(WhiteSpace);

    public static bool IsBlank(string text) => text.AsSpan().Trim(WhiteSpace).IsEmpty;

    /// <summary>The trimmed text, or null when nothing is left.</summary>
    public static string? TrimToNull(string? text) => text is null ? null : Trim(text) is { Length: > 0 } trimmed ? trimmed : null;

    /// <summary>The first <paramref name="units"/> UTF-16 units; a pair may be cut, as <c>slice</c> cuts it.</summary>
    public static string Head(string text, int units) => text.Length > units ? text[..units] : text;

    /// <summary>The last <paramref name="units"/> UTF-16 units.</summary>
    public static string Tail(string text, int units) => text.Length > units ? text[(text.Length - Math.Max(units, 0))..] : text;

    /// <summary>Without the control characters a terminal or a prompt could be steered by; tab and line feed stay.</summary>
    public static string WithoutControls(string text) => Without(text, unit => unit is < '\u0009' or (> '\u000a' and < '\u0020') or '\u007f');

    /// <summary>Without any control character, line ends included.</summary>
    public static string OnOneLine(string text) => Without(text, unit => unit is < '\u0020' or '\u007f');

    /// <summary>How many characters there are when a surrogate pair counts once.</summary>
    public static int CountCodePoints(string text)
    {
        var count = 0;
        for (var index = 0; index < text.Length; index++, count++)
        {
            if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
            {
                index++;
            }
        }

        return count;
    }

    /// <summary>What <c>toWellFormed()</c> gives: halves of surrogate pairs become U+FFFD.</summary>
    public static string? WellFormed(string? text)
    {
        if (text is null || !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return text;
        }

        StringBuilder repaired = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            repaired.Append(rune);
        }

        return repaired.ToString();
    }

    private static string Without(string text, Func<char, bool> isUnwanted)
    {
        if (!text.Any(isUnwanted))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            if (!isUnwanted(unit))
            {
                kept.Append(unit);
            }
        }

        return kept.ToString();
    }
}
