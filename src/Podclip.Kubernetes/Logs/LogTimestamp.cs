using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Podclip.Kubernetes.Logs;

/// <summary>Reads the times in front of log lines: RFC 3339 with up to nine decimals, in UTC or with the node's own offset.</summary>
internal static class LogTimestamp
{
    /// <summary>The longest there can be: nine decimals and an offset.</summary>
    public const int MaxLength = 35;

    private const int DateLength = 19;

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is <= DateLength or > MaxLength
            || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || !TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..10], out var day)
            || !TryNumber(text[11..13], out var hour) || !TryNumber(text[14..16], out var minute) || !TryNumber(text[17..19], out var second)
            || !TryFraction(ref text, out var ticks) || !TryOffset(text, out var offset))
        {
            return false;
        }

        if (year is < 2 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, offset).AddTicks(ticks);
        return true;
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[MaxLength];
        return Ascii.FromUtf16(text, bytes, out var count) == System.Buffers.OperationStatus.Done && TryParse(bytes[..count], out time);
    }

    /// <summary>The time of a mark.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static DateTimeOffset Of(LogMark mark) =>
        TryParse(mark.RawTimestamp, out var time) ? time : throw new ArgumentException($"\"{mark.RawTimestamp}\" is not the time of a log line", nameof(mark));

    /// <summary>Reads what follows the seconds up to the zone, and leaves the zone.</summary>
    private static bool TryFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        var rest = text[DateLength..];
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits is < 1 or > 9)
            {
                return false;
            }

            for (var i = 1; i <= 7; i++)
            {
                ticks = (ticks * 10) + (i <= digits ? rest[i] - '0' : 0);
            }

            rest = rest[(1 + digits)..];
        }

        text = rest;
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> zone, out TimeSpan offset)
    {
        offset = default;
        if (zone is [(byte)'Z'])
        {
            return true;
        }

        if (zone is not [(byte)'+' or (byte)'-', _, _, (byte)':', _, _]
            || !TryNumber(zone[1..3], out var hours) || !TryNumber(zone[4..6], out var minutes) || hours > 13 || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }
}
