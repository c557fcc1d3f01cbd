using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Podclip.ScriptedModel.Answers;

namespace Podclip.ScriptedModel.Scenarios;

/// <summary>Fills <c>{{name}}</c> and <c>{{name:argument}}</c> in a scenario's texts. Filled-in values are not filled again.</summary>
/// <param name="conversation">What the request holds.</param>
/// <param name="parameters">The scenario's parameters.</param>
internal sealed class TemplateScope(Conversation conversation, IReadOnlyDictionary<string, string> parameters)
{
    private const int MaxFiller = 4 * 1024 * 1024;
    private const string FillerText = "The quick brown fox jumps over the lazy dog. ";

    private static readonly HashSet<string> BuiltIns = new(StringComparer.Ordinal)
    {
        "cwd", "filler", "index", "model", "prompt", "prompt.bytes", "prompt.sha256", "prompts", "prompts.earlier", "tool.result",
    };

    /// <summary>Which repetition of a turn or block this is, from 1.</summary>
    public int Index { get; init; } = 1;

    public static bool IsBuiltIn(string name) => BuiltIns.Contains(name);

    /// <summary>The names of the values a text uses.</summary>
    public static IEnumerable<string> NamesIn(string text)
    {
        for (var start = text.IndexOf("{{", StringComparison.Ordinal); start >= 0; start = text.IndexOf("{{", start + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOf("}}", start, StringComparison.Ordinal);
            if (end < 0)
            {
                yield break;
            }

            yield return text[(start + 2)..end].Split(':', 2)[0];
        }
    }

    public TemplateScope At(int index) => new(conversation, parameters) { Index = index };

    public string Expand(string text)
    {
        var result = new StringBuilder();
        var position = 0;
        while (true)
        {
            var start = text.IndexOf("{{", position, StringComparison.Ordinal);
            var end = start < 0 ? -1 : text.IndexOf("}}", start, StringComparison.Ordinal);
            if (end < 0)
            {
                return position == 0 ? text : result.Append(text, position, text.Length - position).ToString();
            }

            result.Append(text, position, start - position).Append(ValueOf(text[(start + 2)..end]));
            position = end + 2;
        }
    }

    /// <summary>A template that gives a whole number from 0 to a bound.</summary>
    /// <exception cref="ScenarioException">It gives something else.</exception>
    public int Count(string template, int max, string what)
    {
        var text = Expand(template);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= max
            ? count
            : throw new ScenarioException([string.Create(CultureInfo.InvariantCulture, $"The {what} '{text}' is no whole number from 0 to {max}.")]);
    }

    /// <summary>A template that gives seconds, at most an hour.</summary>
    /// <exception cref="ScenarioException">It gives something else.</exception>
    public TimeSpan Seconds(string template)
    {
        var text = Expand(template);
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw new ScenarioException([$"The delay '{text}' is no number of seconds from 0 to 3600."]);
    }

    /// <summary>Writes a value with every string in it expanded.</summary>
    public void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                writer.WriteStringValue(Expand(value.GetString()!));
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private string ValueOf(string expression)
    {
        var parts = expression.Split(':', 2);
        if (parameters.TryGetValue(parts[0], out var parameter))
        {
            return parameter;
        }

        return parts[0] switch
        {
            "cwd" => conversation.WorkingDirectory ?? ".",
            "filler" => Filler(parts.Length > 1 ? parts[1] : ""),
            "index" => Index.ToString(CultureInfo.InvariantCulture),
            "model" => conversation.Model,
            "prompt" => conversation.Prompt,
            "prompt.bytes" => Encoding.UTF8.GetByteCount(conversation.Prompt).ToString(CultureInfo.InvariantCulture),
            "prompt.sha256" => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(conversation.Prompt))),
            "prompts" => (conversation.EarlierPrompts + 1).ToString(CultureInfo.InvariantCulture),
            "prompts.earlier" => conversation.EarlierPrompts.ToString(CultureInfo.InvariantCulture),
            "tool.result" => conversation.LastToolResult ?? "",
            _ => "",
        };
    }

    // The argument is a number of bytes or the name of a parameter that holds one.
    private string Filler(string argument)
    {
        var length = Count(parameters.TryGetValue(argument, out var value) ? value : argument, MaxFiller, "size of the filler");
        return string.Create(length, 0, static (span, _) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = FillerText[i % FillerText.Length];
            }
        });
    }
}
