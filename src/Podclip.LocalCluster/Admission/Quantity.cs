using System.Globalization;
using System.Numerics;

namespace Podclip.LocalCluster.Admission;

/// <summary>
/// An amount such as <c>500m</c>, <c>1.5Gi</c> or <c>2e3</c>, exact to the billionth. Rounding, limits and the canonical text are those
/// of the real server's <c>resource.Quantity</c>.
/// </summary>
internal readonly struct Quantity
{
    private const int LongestText = 512;
    private const int LargestExponent = 512;
    private const int Digits = 9;

    private static readonly BigInteger Unit = BigInteger.Pow(10, Digits);

    /// <summary>Amounts with a suffix of 1024 end here.</summary>
    private static readonly BigInteger MostBinary = long.MaxValue * Unit;

    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    private readonly BigInteger _nano;
    private readonly QuantityForm _form;

    private Quantity(BigInteger nano, QuantityForm form) => (_nano, _form) = (nano, form);

    /// <summary>Nothing.</summary>
    public static Quantity Zero => default;

    /// <summary>Whether it is nothing.</summary>
    public bool IsZero => _nano.IsZero;

    /// <summary>Whether it is less than nothing.</summary>
    public bool IsNegative => _nano.Sign < 0;

    /// <summary>Whether it has no fraction.</summary>
    public bool IsWhole => (_nano % Unit).IsZero;

    public static bool operator <(Quantity left, Quantity right) => left._nano < right._nano;

    public static bool operator >(Quantity left, Quantity right) => left._nano > right._nano;

    public static bool operator <=(Quantity left, Quantity right) => left._nano <= right._nano;

    public static bool operator >=(Quantity left, Quantity right) => left._nano >= right._nano;

    /// <summary>The sum, in the form of the first unless that is nothing.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(left._nano + right._nano, left.IsZero ? right._form : left._form);

    /// <summary>The difference, in the form of the first unless that is nothing.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => new(left._nano - right._nano, left.IsZero ? right._form : left._form);

    /// <summary>A number of things.</summary>
    public static Quantity Of(long count) => new(count * Unit, QuantityForm.Decimal);

    /// <summary>Whether two are the same amount, however they are written.</summary>
    public static bool AreEqual(Quantity left, Quantity right) => left._nano == right._nano;

    /// <summary>The larger of two.</summary>
    public static Quantity Larger(Quantity left, Quantity right) => left < right ? right : left;

    /// <summary>Whether <paramref name="whole"/> is more than <paramref name="factor"/> times <paramref name="part"/>.</summary>
    public static bool IsMoreThan(Quantity whole, Quantity factor, Quantity part) => whole._nano * Unit > factor._nano * part._nano;

    /// <summary>Whether <paramref name="whole"/> is less than <paramref name="factor"/> times <paramref name="part"/>.</summary>
    public static bool IsLessThan(Quantity whole, Quantity factor, Quantity part) => whole._nano * Unit < factor._nano * part._nano;

    /// <summary>How often one goes into another, to be read by people.</summary>
    public static double Ratio(Quantity whole, Quantity part) => (double)whole._nano / (double)part._nano;

    /// <summary>Reads an amount; what is finer than a billionth is rounded away from zero.</summary>
    /// <returns>False when the text is none, or too large to compute with.</returns>
    public static bool TryRead(string? text, out Quantity quantity)
    {
        quantity = default;
        if (text is null or "" || text.Length > LongestText)
        {
            return false;
        }

        var start = text[0] is '+' or '-' ? 1 : 0;
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        var number = text[start..end];
        var point = number.IndexOf('.', StringComparison.Ordinal);
        if (number.Length == 0 || number == "." || (point >= 0 && number.IndexOf('.', point + 1) >= 0) || !TryReadSuffix(text[end..], out var form, out var exponent))
        {
            return false;
        }

        var mantissa = BigInteger.Parse(number.Replace(".", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture);
        quantity = Make(text[0] == '-', mantissa, point < 0 ? 0 : number.Length - point - 1, form, exponent);
        return true;
    }

    /// <summary>Reads an amount into a number of 28 digits, which is enough for what a node has.</summary>
    /// <returns>False when the text is none, or too large to compute with.</returns>
    public static bool TryParse(string? text, out decimal amount)
    {
        amount = 0;
        if (!TryRead(text, out var quantity) || BigInteger.Abs(quantity._nano) > (BigInteger)decimal.MaxValue)
        {
            return false;
        }

        amount = (decimal)quantity._nano / (decimal)Unit;
        return true;
    }

    /// <summary>The canonical text: a whole number, with the largest suffix that loses nothing.</summary>
    public override string ToString()
    {
        if (IsZero)
        {
            return "0";
        }

        if (_form == QuantityForm.Binary && IsWhole && BigInteger.Abs(_nano) >= 1024 * Unit)
        {
            var (whole, power) = (_nano / Unit, 0);
            while (power + 1 < BinarySuffixes.Length && (whole % 1024).IsZero)
            {
                whole /= 1024;
                power++;
            }

            return whole.ToString(CultureInfo.InvariantCulture) + BinarySuffixes[power];
        }

        var (number, thousands) = (_nano, 0);
        while ((_form == QuantityForm.Exponent || thousands + 1 < DecimalSuffixes.Length) && (number % 1000).IsZero)
        {
            number /= 1000;
            thousands++;
        }

        var digits = number.ToString(CultureInfo.InvariantCulture);
        var exponent = (thousands * 3) - Digits;
        return _form != QuantityForm.Exponent
            ? digits + DecimalSuffixes[thousands]
            : exponent == 0 ? digits : FormattableString.Invariant($"{digits}e{exponent}");
    }

    private static Quantity Make(bool isNegative, BigInteger mantissa, int fraction, QuantityForm form, int exponent)
    {
        var numerator = mantissa * Unit * (form == QuantityForm.Binary ? BigInteger.Pow(2, exponent) : BigInteger.Pow(10, Math.Max(exponent, 0)));
        var denominator = BigInteger.Pow(10, fraction + (form == QuantityForm.Binary ? 0 : Math.Max(-exponent, 0)));
        var nano = (numerator + denominator - 1) / denominator;
        if (form == QuantityForm.Binary)
        {
            nano = BigInteger.Min(nano, MostBinary);
            form = nano < Unit ? QuantityForm.Decimal : form;
        }

        return new Quantity(isNegative ? -nano : nano, form);
    }

    private static bool TryReadSuffix(string suffix, out QuantityForm form, out int exponent)
    {
        (form, exponent) = (QuantityForm.Decimal, 0);
        if (Array.IndexOf(DecimalSuffixes, suffix) is >= 0 and var thousands)
        {
            exponent = (thousands * 3) - Digits;
            return true;
        }

        if (Array.IndexOf(BinarySuffixes, suffix) is > 0 and var power)
        {
            (form, exponent) = (QuantityForm.Binary, power * 10);
            return true;
        }

        form = QuantityForm.Exponent;
        return suffix[0] is 'e' or 'E'
            && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            && Math.Abs((long)exponent) <= LargestExponent;
    }
}
