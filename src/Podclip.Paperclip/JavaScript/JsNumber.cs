using System.Globalization;
using System.Text.Json;

namespace Podclip.Paperclip.JavaScript;

/// <summary>Numbers as the host's JavaScript has them: doubles, and their shortest text (ECMA-262, Number::toString).</summary>
internal static class JsNumber
{
    /// <summary>The number a JSON node holds, or null when it holds something else.</summary>
    public static double? Of(JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
        {
            return null;
        }

        if (value.TryGetValue<double>(out var number))
        {
            return number;
        }

        return value.TryGetValue<int>(out var small) ? small
            : value.TryGetValue<long>(out var large) ? large
            : value.TryGetValue<decimal>(out var exact) ? (double)exact
            : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
    }

    /// <summary>The number a JSON node holds when it is finite, else null.</summary>
    public static double? Finite(JsonNode? node) => Of(node) is { } number && double.IsFinite(number) ? number : null;

    /// <summary>What <c>String(number)</c> gives.</summary>
    public static string ToText(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }

        if (number == 0)
        {
            return "0";
        }

        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        return (number < 0 ? "-" : "") + Layout(Digits(shortest), Exponent(shortest));
    }

    /// <summary>What <c>Number(text)</c> gives for trimmed text: decimal, hexadecimal, octal or binary; empty is 0; anything else is NaN.</summary>
    public static double Parse(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        if (text.Length > 2 && text[0] == '0' && (text[1] | 0x20) is 'x' or 'o' or 'b')
        {
            return ParseRadix(text.AsSpan(2), (text[1] | 0x20) switch { 'x' => 16, 'o' => 8, _ => 2 });
        }

        if (text is "Infinity" or "+Infinity" or "-Infinity")
        {
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return text.All(unit => unit is (>= '0' and <= '9') or '+' or '-' or '.' or 'e' or 'E')
            && double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
    }

    private static double ParseRadix(ReadOnlySpan<char> digits, int radix)
    {
        var number = 0d;
        foreach (var unit in digits)
        {
            var digit = char.IsAsciiDigit(unit) ? unit - '0' : char.IsAsciiHexDigit(unit) ? (unit | 0x20) - 'a' + 10 : radix;
            if (digit >= radix)
            {
                return double.NaN;
            }

            number = (number * radix) + digit;
        }

        return number;
    }

    private static string Digits(string shortest)
    {
        var mantissa = shortest.AsSpan().TrimStart('-');
        var end = mantissa.IndexOf('E');
        var digits = (end < 0 ? mantissa : mantissa[..end]).ToString().Replace(".", "", StringComparison.Ordinal);
        return digits.TrimStart('0').TrimEnd('0');
    }

    // The position of the decimal point, counted from the first digit that is not 0.
    private static int Exponent(string shortest)
    {
        var text = shortest.AsSpan().TrimStart('-');
        var mark = text.IndexOf('E');
        var power = mark < 0 ? 0 : int.Parse(text[(mark + 1)..], CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        if (whole is not "0")
        {
            return whole.Length + power;
        }

        var fraction = point < 0 ? default : mantissa[(point + 1)..];
        return power - (fraction.Length - fraction.TrimStart('0').Length);
    }

    private static string Layout(string digits, int exponent)
    {
        if (exponent is > 0 and <= 21)
        {
            return digits.Length <= exponent ? digits.PadRight(exponent, '0') : $"{digits[..exponent]}.{digits[exponent..]}";
        }

        if (exponent is > -6 and <= 0)
        {
            return $"0.{new string('0', -exponent)}{digits}";
        }

        var power = exponent - 1;
        var tail = $"e{(power < 0 ? '-' : '+')}{Math.Abs(power).ToString(CultureInfo.InvariantCulture)}";
        return digits.Length == 1 ? digits + tail : $"{digits[0]}.{digits[1..]}{tail}";
    }
}
