using System.Text;

namespace Podclip.Agents.Transcripts;

/// <summary>Makes any text harmless for a terminal.</summary>
public static class TerminalText
{
    // Longer sequences than any real one are not sequences; they are shown instead of swallowed.
    private const int MaxSequenceLength = 512;

    /// <summary>
    /// One line of text without anything that could move the cursor, change colours or the window, reorder what is shown, or hide
    /// it: escape sequences are taken out, other control characters become visible signs, direction overrides and invisible
    /// tag characters become U+FFFD.
    /// </summary>
    /// <param name="text">Any text. Line breaks in it become visible signs; split it before.</param>
    /// <returns>The harmless text.</returns>
    public static string Neutralize(string text)
    {
        var start = text.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        if (start < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        result.Append(text, 0, start);
        for (var i = start; i < text.Length;)
        {
            var skipped = EscapeSequenceLength(text.AsSpan(i));
            if (skipped > 0)
            {
                i += skipped;
                continue;
            }

            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                rune = Rune.ReplacementChar;
            }

            result.Append(Visible(rune));
            i += consumed;
        }

        return result.ToString();
    }

    private static Rune Visible(Rune rune) => rune.Value switch
    {
        '\t' => rune,
        < 0x20 => new Rune(0x2400 + rune.Value),
        0x7F => new Rune(0x2421),
        >= 0x80 and <= 0x9F => Rune.ReplacementChar,
        0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => Rune.ReplacementChar,
        0x2028 or 0x2029 => new Rune(0x2424),
        0xFEFF or 0x2060 or (>= 0xFFF9 and <= 0xFFFB) or (>= 0xE0000 and <= 0xE0FFF) => Rune.ReplacementChar,
        _ => rune,
    };

    /// <summary>The length of the complete escape sequence at the start of a text, or 0.</summary>
    private static int EscapeSequenceLength(ReadOnlySpan<char> text)
    {
        if (text[0] == '\u009B')
        {
            return ControlSequenceLength(text, 1);
        }

        if (text.Length < 2 || text[0] != '\e')
        {
            return 0;
        }

        return text[1] switch
        {
            '[' => ControlSequenceLength(text, 2),
            ']' or 'P' or 'X' or '^' or '_' => StringSequenceLength(text),
            _ => 0,
        };
    }

    // CSI: parameters, intermediates, one final character.
    private static int ControlSequenceLength(ReadOnlySpan<char> text, int i)
    {
        var end = Math.Min(text.Length, MaxSequenceLength);
        while (i < end && text[i] is >= '0' and <= '?')
        {
            i++;
        }

        while (i < end && text[i] is >= ' ' and <= '/')
        {
            i++;
        }

        return i < end && text[i] is >= '@' and <= '~' ? i + 1 : 0;
    }

    // OSC and its like: anything up to BEL or ESC \.
    private static int StringSequenceLength(ReadOnlySpan<char> text)
    {
        var body = text[..Math.Min(text.Length, MaxSequenceLength)];
        for (var i = 2; i < body.Length; i++)
        {
            if (body[i] == '\a')
            {
                return i + 1;
            }

            if (body[i] == '\e')
            {
                return i + 1 < body.Length && body[i + 1] == '\\' ? i + 2 : 0;
            }
        }

        return 0;
    }
}
