using System.Globalization;
using System.Text;

namespace Podclip.Paperclip.JavaScript;

/// <summary>
/// <c>JSON.parse</c>: the strict grammar, but with what JavaScript allows and .NET's reader does not: halves of surrogate pairs in strings, and a
/// key that stands twice (the last value wins, in the place of the first).
/// </summary>
internal ref struct JsJsonReader
{
    // Deeper than any payload, and far from the end of the stack.
    private const int MaximumDepth = 500;

    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private JsJsonReader(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads a whole text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value; null for JSON's null.</param>
    /// <returns>False when the text is not JSON.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out JsonNode? value)
    {
        var reader = new JsJsonReader(text);
        return reader.TryReadValue(0, out value) && reader.IsAtEnd();
    }

    private bool IsAtEnd()
    {
        SkipSpace();
        return _at == _text.Length;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    private bool TryTake(char unit)
    {
        SkipSpace();
        if (_at >= _text.Length || _text[_at] != unit)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TryReadValue(int depth, out JsonNode? value)
    {
        value = null;
        SkipSpace();
        if (_at >= _text.Length || depth > MaximumDepth)
        {
            return false;
        }

        switch (_text[_at])
        {
            case '{':
                return TryReadObject(depth, out value);
            case '[':
                return TryReadArray(depth, out value);
            case '"':
                var isText = TryReadText(out var text);
                value = isText ? JsonValue.Create(text) : null;
                return isText;
            case 't':
                value = JsonValue.Create(true);
                return TryReadWord("true");
            case 'f':
                value = JsonValue.Create(false);
                return TryReadWord("false");
            case 'n':
                return TryReadWord("null");
            default:
                return TryReadNumber(out value);
        }
    }

    private bool TryReadWord(string word)
    {
        if (!_text[_at..].StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private bool TryReadObject(int depth, out JsonNode? value)
    {
        var members = new JsonObject();
        value = members;
        _at++;
        if (TryTake('}'))
        {
            return true;
        }

        do
        {
            SkipSpace();
            if (!TryReadText(out var key) || !TryTake(':') || !TryReadValue(depth + 1, out var member))
            {
                return false;
            }

            members[key] = member;
        }
        while (TryTake(','));
        return TryTake('}');
    }

    private bool TryReadArray(int depth, out JsonNode? value)
    {
        var items = new JsonArray();
        value = items;
        _at++;
        if (TryTake(']'))
        {
            return true;
        }

        do
        {
            if (!TryReadValue(depth + 1, out var item))
            {
                return false;
            }

            items.Add(item);
        }
        while (TryTake(','));
        return TryTake(']');
    }

    private bool TryReadText(out string value)
    {
        value = "";
        if (_at >= _text.Length || _text[_at] != '"')
        {
            return false;
        }

        var units = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            var unit = _text[_at];
            if (unit == '"')
            {
                _at++;
                value = units.ToString();
                return true;
            }

            if (unit < ' ' || (unit == '\\' && !TryReadEscape(out unit)))
            {
                return false;
            }

            units.Append(unit);
        }

        return false;
    }

    private bool TryReadEscape(out char unit)
    {
        unit = '\0';
        if (++_at >= _text.Length)
        {
            return false;
        }

        if (_text[_at] == 'u')
        {
            if (_at + 4 >= _text.Length || !ushort.TryParse(_text.Slice(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                return false;
            }

            _at += 4;
            unit = (char)code;
            return true;
        }

        var known = "\"\\/bfnrt".IndexOf(_text[_at], StringComparison.Ordinal);
        unit = known < 0 ? '\0' : "\"\\/\b\f\n\r\t"[known];
        return known >= 0;
    }

    private bool TryReadNumber(out JsonNode? value)
    {
        value = null;
        var start = _at;
        _at += At(_at) == '-' ? 1 : 0;
        if (At(_at) == '0')
        {
            _at++;
        }
        else if (!TryReadDigits())
        {
            return false;
        }

        if (At(_at) == '.')
        {
            _at++;
            if (!TryReadDigits())
            {
                return false;
            }
        }

        if ((At(_at) | 0x20) == 'e')
        {
            _at++;
            _at += At(_at) is '+' or '-' ? 1 : 0;
            if (!TryReadDigits())
            {
                return false;
            }
        }

        value = JsonValue.Create(double.Parse(_text[start.._at], NumberStyles.Float, CultureInfo.InvariantCulture));
        return true;
    }

    private readonly char At(int index) => index < _text.Length ? _text[index] : '\0';

    private bool TryReadDigits()
    {
        var start = _at;
        while (char.IsAsciiDigit(At(_at)))
        {
            _at++;
        }

        return _at > start;
    }
}
