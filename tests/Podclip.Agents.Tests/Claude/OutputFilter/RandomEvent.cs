using System.Text;

namespace Podclip.Agents.Tests.Claude.OutputFilter;

/// <summary>Events of any shape, written in any way that JSON allows.</summary>
internal static class RandomEvent
{
    private static readonly string[] Keys =
        ["stdout", "stderr", "isImage", "persistedOutputPath", "file", "content", "text", "data", "mimeType", "base64", "blob", "__proto__", "", "a\\u0062", "x"];

    private static readonly string[] Pieces =
        ["a", "é", "€", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u0000", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "\\uDE00", "\\b\\f\\r\\t", "{", "$1", "%s", "\u2028"];

    public static string Of(Random random) =>
        $$"""{ "tool_name":"{{Any(random, ["Bash", "Read", "Other"])}}",{{Blank(random)}}"tool_response" :{{Value(random, 0)}}}""";

    private static string Value(Random random, int depth) => random.Next(depth < 3 ? 7 : 4) switch
    {
        0 => Any(random, ["0", "-1.5", "12e3", "true", "false", "null", "[]", "{}"]),
        1 or 2 or 3 => Text(random),
        4 => $"[{Blank(random)}{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1)))}]",
        _ => $"{{{string.Join(',', Keys.Where(_ => random.Next(3) == 0).Select(key => $"\"{key}\"{Blank(random)}:{Value(random, depth + 1)}"))}{Blank(random)}}}",
    };

    private static string Text(Random random)
    {
        var text = new StringBuilder("\"");
        for (var left = random.Next(3) == 0 ? random.Next(200, 400) : random.Next(60); left > 0; left--)
        {
            text.Append(Any(random, Pieces));
        }

        return text.Append('"').ToString();
    }

    private static string Blank(Random random) => Any(random, ["", "", " ", "\n\t", "\r "]);

    private static string Any(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
