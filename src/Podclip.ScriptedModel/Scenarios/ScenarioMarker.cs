using System.Text;

namespace Podclip.ScriptedModel.Scenarios;

/// <summary>The words in a prompt that choose a scenario: <c>[[scenario:NAME key=value key="two words"]]</c>.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Parameters">The values set for it.</param>
internal sealed record ScenarioMarker(string Name, IReadOnlyDictionary<string, string> Parameters)
{
    private const string Opening = "[[scenario:";

    /// <summary>Finds the first marker in a prompt; null when there is none.</summary>
    /// <exception cref="ScenarioException">The marker is malformed.</exception>
    public static ScenarioMarker? Find(string prompt)
    {
        var start = prompt.IndexOf(Opening, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var rest = prompt.AsSpan(start + Opening.Length);
        var name = TakeWord(ref rest, stopAtEquals: false);
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            rest = rest.TrimStart();
            if (rest.StartsWith("]]"))
            {
                return new ScenarioMarker(name, parameters);
            }

            var key = TakeWord(ref rest, stopAtEquals: true);
            if (key.Length == 0 || rest.IsEmpty || rest[0] != '=')
            {
                throw new ScenarioException([$"The scenario marker in the prompt is malformed; it must look like {Opening}NAME key=value key=\"two words\"]]."]);
            }

            rest = rest[1..];
            parameters[key] = rest.StartsWith("\"") ? TakeQuoted(ref rest) : TakeWord(ref rest, stopAtEquals: false);
        }
    }

    private static string TakeWord(ref ReadOnlySpan<char> rest, bool stopAtEquals)
    {
        var length = 0;
        while (length < rest.Length && !char.IsWhiteSpace(rest[length]) && !rest[length..].StartsWith("]]") && !(stopAtEquals && rest[length] == '='))
        {
            length++;
        }

        var word = rest[..length].ToString();
        rest = rest[length..];
        return word;
    }

    // Within quotes a backslash takes the next character as it is.
    private static string TakeQuoted(ref ReadOnlySpan<char> rest)
    {
        var value = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                rest = rest[(i + 1)..];
                return value.ToString();
            }

            if (rest[i] == '\\' && i + 1 < rest.Length)
            {
                i++;
            }

            value.Append(rest[i]);
        }

        throw new ScenarioException(["The scenario marker in the prompt has a quote that is never closed."]);
    }
}
