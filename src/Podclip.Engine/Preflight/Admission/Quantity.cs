using System.Globalization;

namespace Podclip.Engine.Preflight.Admission;

/// <summary>An amount as Kubernetes writes it, such as <c>500m</c>, <c>2</c> or <c>4Gi</c> (k8s.io/apimachinery, pkg/api/resource).</summary>
/// <param name="Value">The amount in whole units.</param>
internal readonly record struct Quantity(decimal Value)
{
    private const decimal Kibi = 1024;

    // Written with the largest that leaves no rest.
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>Reads an amount; null when it is none, or too large for our arithmetic.</summary>
    public static Quantity? Parse(string text)
    {
        var digits = text.TakeWhile((c, i) => char.IsAsciiDigit(c) || c == '.' || (i == 0 && c is '+' or '-')).Count();
        if (!decimal.TryParse(text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        try
        {
            return FactorOf(text[digits..]) is { } factor ? new Quantity(number * factor) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public override string ToString()
    {
        if (Value != decimal.Truncate(Value))
        {
            // No finer than the scheduler counts, and never less than it is.
            return string.Create(CultureInfo.InvariantCulture, $"{decimal.Ceiling(Value * 1000):0}m");
        }

        var (value, suffix) = (Value, 0);
        while (value != 0 && value % Kibi == 0 && suffix < Binary.Length - 1)
        {
            (value, suffix) = (value / Kibi, suffix + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0}{Binary[suffix]}");
    }

    private static decimal? FactorOf(string suffix) => suffix switch
    {
        "n" => 0.000_000_001m,
        "u" => 0.000_001m,
        "m" => 0.001m,
        "" => 1,
        "k" => 1e3m,
        "M" => 1e6m,
        "G" => 1e9m,
        "T" => 1e12m,
        "P" => 1e15m,
        "E" => 1e18m,
        [_, 'i'] when Array.IndexOf(Binary, suffix) is > 0 and var power => Power(Kibi, power),
        ['e' or 'E', ..] when int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) && Math.Abs(exponent) <= 24 =>
            exponent < 0 ? 1 / Power(10, -exponent) : Power(10, exponent),
        _ => null,
    };

    private static decimal Power(decimal number, int power) => Enumerable.Repeat(number, power).Aggregate(1m, (product, factor) => product * factor);
}
