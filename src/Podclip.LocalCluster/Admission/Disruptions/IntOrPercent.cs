using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Podclip.LocalCluster.Admission.Disruptions;

/// <summary>A number, or a share of one: <c>2</c> or <c>50%</c>.</summary>
/// <param name="Value">The number, or the percents.</param>
/// <param name="IsPercent">Whether it is a share.</param>
internal readonly partial record struct IntOrPercent(long Value, bool IsPercent)
{
    private const string PercentRule = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    /// <summary>The value of a field; null when it is absent or cannot be read.</summary>
    public static IntOrPercent? Read(JsonNode? node)
    {
        if (node is not JsonValue value)
        {
            return null;
        }

        if (!value.TryGetValue<string>(out var text))
        {
            return long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? new IntOrPercent(number, IsPercent: false) : null;
        }

        return PercentForm().IsMatch(text) && long.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? new IntOrPercent(percent, IsPercent: true) : null;
    }

    /// <summary>The number meant, of a whole; shares are rounded up.</summary>
    public long Of(long whole) => IsPercent ? ((Value * whole) + 99) / 100 : Value;

    /// <summary>Checks a field.</summary>
    public static void Validate(JsonNode? node, string field, FieldErrors errors)
    {
        if (node is null)
        {
            return;
        }

        if (Read(node) is not { } value)
        {
            errors.InvalidValue(field, node, PercentRule);
        }
        else if (value.IsPercent && value.Value > 100)
        {
            errors.InvalidValue(field, node, "must not be greater than 100%");
        }
        else
        {
            errors.NotNegative(field, value.Value);
        }
    }

    [GeneratedRegex(@"^[0-9]+%\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PercentForm();
}
