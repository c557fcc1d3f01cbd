using System.Buffers;
using Podclip.LocalCluster.Admission;

namespace Podclip.LocalCluster.Api.Selectors;

/// <summary>Reads label selectors as <c>a=b,c!=d,e in (f,g),h,!i</c>.</summary>
internal ref struct LabelSelectorParser
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create("=!,() \t\r\n");

    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private LabelSelectorParser(string text) => _text = text;

    /// <summary>The conditions of a selector.</summary>
    /// <exception cref="ApiException">It cannot be read.</exception>
    public static IReadOnlyList<LabelRequirement> Parse(string text)
    {
        var parser = new LabelSelectorParser(text);
        var requirements = new List<LabelRequirement>();
        while (parser.Peek().Length > 0)
        {
            requirements.Add(parser.ReadRequirement());
            var next = parser.Next();
            if (next.Length == 0)
            {
                break;
            }

            if (next != ",")
            {
                throw ApiErrors.BadRequest($"found '{next}', expected: ',' or 'end of string'");
            }

            if (parser.Peek().Length == 0)
            {
                throw ApiErrors.BadRequest("found '', expected: identifier after ','");
            }
        }

        return requirements;
    }

    private LabelRequirement ReadRequirement()
    {
        if (Peek() == "!")
        {
            Next();
            return new LabelRequirement.Absent(ReadKey());
        }

        var key = ReadKey();
        switch (Peek())
        {
            case "" or ",":
                return new LabelRequirement.Exists(key);
            case "=" or "==":
                Next();
                return new LabelRequirement.In(key, ReadValue());
            case "!=":
                Next();
                return new LabelRequirement.NotIn(key, ReadValue());
            case "in":
                Next();
                return new LabelRequirement.In(key, ReadValues());
            case "notin":
                Next();
                return new LabelRequirement.NotIn(key, ReadValues());
            case var other:
                throw ApiErrors.BadRequest($"unable to parse requirement: found '{other}', expected: in, notin, =, ==, !=, gt, lt");
        }
    }

    private string ReadKey()
    {
        var key = Next();
        var errors = new FieldErrors();
        NameRules.CheckQualifiedName(key, "key", errors);
        return errors.All.Count == 0 ? key : throw ApiErrors.BadRequest($"unable to parse requirement: {errors.All[0].Field}: {errors.All[0].Message}");
    }

    private HashSet<string> ReadValue()
    {
        // Nothing after the operator means an empty value.
        var value = Peek() is "" or "," ? "" : Next();
        return [Checked(value)];
    }

    private HashSet<string> ReadValues()
    {
        if (Next() is var open && open != "(")
        {
            throw ApiErrors.BadRequest($"unable to parse requirement: found '{open}', expected: '('");
        }

        var values = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            values.Add(Checked(Peek() is "," or ")" ? "" : Next()));
            switch (Next())
            {
                case ",":
                    continue;
                case ")":
                    return values;
                case var other:
                    throw ApiErrors.BadRequest($"unable to parse requirement: found '{other}', expected: ',' or ')'");
            }
        }
    }

    private static string Checked(string value) => NameRules.IsLabelValue(value)
        ? value
        : throw ApiErrors.BadRequest($"unable to parse requirement: values[0][]: Invalid value: {FieldErrors.Quote(value)}: a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character");

    private string Peek()
    {
        var before = _position;
        var token = Next();
        _position = before;
        return token;
    }

    /// <summary>The next word or sign; empty at the end.</summary>
    private string Next()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        if (_position == _text.Length)
        {
            return "";
        }

        var rest = _text[_position..];
        foreach (var sign in (ReadOnlySpan<string>)["==", "!=", "=", "!", ",", "(", ")"])
        {
            if (rest.StartsWith(sign, StringComparison.Ordinal))
            {
                _position += sign.Length;
                return sign;
            }
        }

        var end = rest.IndexOfAny(WordEnds);
        var word = end < 0 ? rest : rest[..end];
        _position += word.Length;
        return word.ToString();
    }
}
