using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Podclip.Kubernetes.Serialization;

/// <summary>JSON documents as YAML that reads back as the same values.</summary>
public static class YamlText
{
    // Everything that some YAML reader takes for something else than text: null, booleans of YAML 1.1, numbers, dates.
    private static readonly HashSet<string> Words = new(
        ["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Documents as one text, divided by <c>---</c>.</summary>
    /// <param name="documents">The documents.</param>
    /// <returns>The text; it ends with a newline.</returns>
    public static string Of(params IEnumerable<JsonElement> documents)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Write(documents, writer);
        return writer.ToString();
    }

    /// <summary>Writes documents, divided by <c>---</c>.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(IEnumerable<JsonElement> documents, TextWriter writer)
    {
        var first = true;
        foreach (var document in documents)
        {
            if (!first)
            {
                writer.WriteLine("---");
            }

            first = false;
            using var text = new StringWriter();
            new YamlStream(new YamlDocument(Node(document))).Save(text, assignAnchors: false);

            // YamlDotNet ends each document with an explicit '...'; between documents '---' says enough.
            var yaml = text.ToString().ReplaceLineEndings("\n").TrimEnd();
            writer.WriteLine((yaml.EndsWith("\n...", StringComparison.Ordinal) ? yaml[..^4] : yaml).TrimEnd());
        }
    }

    private static YamlNode Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new YamlMappingNode(value.EnumerateObject().Select(member => KeyValuePair.Create<YamlNode, YamlNode>(Scalar(member.Name), Node(member.Value)))),
        JsonValueKind.Array => new YamlSequenceNode(value.EnumerateArray().Select(Node)),
        JsonValueKind.String => Scalar(value.GetString()!),
        JsonValueKind.Number => new YamlScalarNode(value.GetRawText()),
        JsonValueKind.True => new YamlScalarNode("true"),
        JsonValueKind.False => new YamlScalarNode("false"),
        _ => new YamlScalarNode("null"),
    };

    private static YamlScalarNode Scalar(string text) => new(text) { Style = Style(text) };

    private static ScalarStyle Style(string text)
    {
        if (text.Contains('\n', StringComparison.Ordinal) && IsLiteral(text))
        {
            return ScalarStyle.Literal;
        }

        var first = text.Length > 0 ? text[0] : '\0';
        var isOther = Words.Contains(text) || char.IsAsciiDigit(first) || first is '.' or '+' or '-';
        return isOther || text.Any(char.IsControl) ? ScalarStyle.DoubleQuoted : ScalarStyle.Any;
    }

    // What a literal block keeps exactly, whatever the reader makes of blank lines at its edges.
    private static bool IsLiteral(string text) =>
        text.All(c => c == '\n' || !char.IsControl(c)) && text[0] is not (' ' or '\n') && !text.EndsWith("\n\n", StringComparison.Ordinal);
}
