using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Podclip.LocalCluster.Api.Http;

/// <summary>Reads a YAML document as the JSON it stands for. JSON is YAML, so it reads that too.</summary>
internal sealed class YamlReader
{
    private const int DeepestNesting = 64;

    private readonly IParser _events;

    private YamlReader(TextReader text) => _events = new Parser(text);

    /// <summary>Reads the first document; null with a problem when it cannot be read.</summary>
    public static JsonNode? Parse(byte[] bytes, out string? problem)
    {
        problem = null;
        try
        {
            var reader = new YamlReader(new StringReader(Encoding.UTF8.GetString(bytes)));
            reader._events.Consume<StreamStart>();
            return reader._events.TryConsume<DocumentStart>(out _) ? reader.ReadNode(0) : null;
        }
        catch (YamlException bad)
        {
            problem = FormattableString.Invariant($"yaml: line {bad.Start.Line}: {bad.Message}");
            return null;
        }
    }

    /// <summary>What a plain word means, as Go's YAML reader takes it (YAML 1.1).</summary>
    private static JsonValue? ReadPlain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return JsonValue.Create(false);
            default:
                return ReadNumber(text) ?? JsonValue.Create(text);
        }
    }

    private static JsonValue? ReadNumber(string text)
    {
        if (!char.IsAsciiDigit(text[^1]) && text[^1] != '.' && !text.StartsWith("0x", StringComparison.Ordinal))
        {
            return null;
        }

        var (digits, radix) = text switch
        {
            ['0', 'x', .. var hex] => (hex, 16),
            ['0', 'o', .. var octal] => (octal, 8),
            ['0', >= '0' and <= '7', ..] => (text[1..], 8),
            _ => (text, 10),
        };
        if (radix != 10)
        {
            return TryReadDigits(digits, radix, out var converted) ? JsonValue.Create(converted) : null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return JsonValue.Create(whole);
        }

        const NumberStyles Float = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? JsonValue.Create(real) : null;
    }

    private static bool TryReadDigits(string digits, int radix, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            var worth = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : radix;
            if (worth >= radix || value > (long.MaxValue / radix) - 1)
            {
                return false;
            }

            value = (value * radix) + worth;
        }

        return digits.Length > 0;
    }

    private JsonNode? ReadNode(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new YamlException("exceeded max depth");
        }

        if (_events.TryConsume<Scalar>(out var scalar))
        {
            return scalar is { Style: ScalarStyle.Plain, Tag.IsEmpty: true } ? ReadPlain(scalar.Value) : JsonValue.Create(scalar.Value);
        }

        if (_events.TryConsume<SequenceStart>(out _))
        {
            var list = new JsonArray();
            while (!_events.TryConsume<SequenceEnd>(out _))
            {
                list.Add(ReadNode(depth + 1));
            }

            return list;
        }

        if (!_events.TryConsume<MappingStart>(out _))
        {
            // An alias could make a small document a huge one.
            throw new YamlException("anchors and aliases are not read here");
        }

        var map = new JsonObject();
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var key = _events.Consume<Scalar>();
            if (!map.TryAdd(key.Value, ReadNode(depth + 1)))
            {
                throw new YamlException(key.Start, key.End, $"key \"{key.Value}\" already set in map");
            }
        }

        return map;
    }
}
