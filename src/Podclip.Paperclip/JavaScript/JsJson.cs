using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Podclip.Paperclip.JavaScript;

/// <summary>
/// What <c>JSON.stringify</c> gives, byte for byte: nothing escaped but quotes, backslashes, control characters and halves of surrogate pairs;
/// numbers in their shortest form; keys that are array indexes first, the others as they were put in. .NET's writer can do none of the three.
/// </summary>
internal static class JsJson
{
    /// <summary>The text of a value.</summary>
    /// <param name="value">The value; null is JSON's null.</param>
    /// <param name="indent">Spaces for each level; 0 for one line.</param>
    /// <param name="textFilter">Changes each text value (not the keys) before it is written.</param>
    public static string Stringify(JsonNode? value, int indent = 0, Func<string, string>? textFilter = null)
    {
        var writer = new Writer(indent, textFilter);
        writer.Write(value, 0);
        return writer.ToString();
    }

    /// <summary>Whether JavaScript takes the value for true: all but null, false, 0, NaN and empty text.</summary>
    public static bool IsTruthy(JsonNode? value) => value switch
    {
        null => false,
        JsonValue scalar => scalar.GetValueKind() switch
        {
            JsonValueKind.False or JsonValueKind.Null => false,
            JsonValueKind.Number => JsNumber.Of(scalar) is { } number && number != 0 && !double.IsNaN(number),
            JsonValueKind.String => TextOf(scalar)!.Length > 0,
            _ => true,
        },
        _ => true,
    };

    /// <summary>The text a node holds, or null when it holds something else.</summary>
    public static string? TextOf(JsonNode? value)
    {
        if (value is not JsonValue scalar || scalar.GetValueKind() != JsonValueKind.String)
        {
            return null;
        }

        // .NET refuses to read half a surrogate pair out of a parsed document; JavaScript's slice() makes them.
        return scalar.TryGetValue<JsonElement>(out var element) && element.GetRawText().Contains("\\u", StringComparison.Ordinal)
            && JsJsonReader.TryParse(element.GetRawText(), out var read) ? read!.GetValue<string>() : scalar.GetValue<string>();
    }

    /// <summary>The members in the order JavaScript lists them.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonObject value)
    {
        var indexes = value.Where(member => IsIndex(member.Key)).OrderBy(member => uint.Parse(member.Key, CultureInfo.InvariantCulture)).ToList();
        return indexes.Count == 0 ? value : indexes.Concat(value.Where(member => !IsIndex(member.Key)));
    }

    private static bool IsIndex(string key) =>
        key.Length is > 0 and <= 10 && key.All(char.IsAsciiDigit) && (key.Length == 1 || key[0] != '0')
        && uint.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < uint.MaxValue;

    private sealed class Writer(int indent, Func<string, string>? textFilter)
    {
        private readonly StringBuilder _text = new();

        public void Write(JsonNode? value, int depth)
        {
            switch (value)
            {
                case null:
                    _text.Append("null");
                    break;
                case JsonObject members:
                    WriteAll('{', '}', Members(members), depth, member =>
                    {
                        WriteText(member.Key);
                        _text.Append(indent > 0 ? ": " : ":");
                        Write(member.Value, depth + 1);
                    });
                    break;
                case JsonArray items:
                    WriteAll('[', ']', items, depth, item => Write(item, depth + 1));
                    break;
                default:
                    WriteScalar(value);
                    break;
            }
        }

        public override string ToString() => _text.ToString();

        private void WriteAll<T>(char open, char close, IEnumerable<T> items, int depth, Action<T> write)
        {
            _text.Append(open);
            var isEmpty = true;
            foreach (var item in items)
            {
                _text.Append(isEmpty ? "" : ",");
                isEmpty = false;
                StartLine(depth + 1);
                write(item);
            }

            if (!isEmpty)
            {
                StartLine(depth);
            }

            _text.Append(close);
        }

        private void StartLine(int depth)
        {
            if (indent > 0)
            {
                _text.Append('\n').Append(' ', depth * indent);
            }
        }

        private void WriteScalar(JsonNode value)
        {
            switch (value.GetValueKind())
            {
                case JsonValueKind.String:
                    var text = TextOf(value)!;
                    WriteText(textFilter is null ? text : textFilter(text));
                    break;
                case JsonValueKind.Number:
                    _text.Append(JsNumber.Finite(value) is { } number ? JsNumber.ToText(number) : "null");
                    break;
                default:
                    _text.Append(value.ToJsonString());
                    break;
            }
        }

        private void WriteText(string text)
        {
            _text.Append('"');
            for (var index = 0; index < text.Length; index++)
            {
                var unit = text[index];
                if (index + 1 < text.Length && char.IsSurrogatePair(unit, text[index + 1]))
                {
                    _text.Append(unit).Append(text[++index]);
                    continue;
                }

                _ = unit switch
                {
                    '"' => _text.Append("\\\""),
                    '\\' => _text.Append("\\\\"),
                    '\b' => _text.Append("\\b"),
                    '\f' => _text.Append("\\f"),
                    '\n' => _text.Append("\\n"),
                    '\r' => _text.Append("\\r"),
                    '\t' => _text.Append("\\t"),
                    < ' ' => AppendEscape(unit),
                    _ when char.IsSurrogate(unit) => AppendEscape(unit),
                    _ => _text.Append(unit),
                };
            }

            _text.Append('"');
        }

        private StringBuilder AppendEscape(char unit) => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
    }
}
