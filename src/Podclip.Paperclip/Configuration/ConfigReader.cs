using System.Globalization;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.Configuration;

/// <summary>
/// Reads an agent's configuration as the host's forms, its API and people write it: numbers and switches also as text, maps as objects, as
/// JSON or as lines of <c>key=value</c>, blank fields as none. What cannot be read is a problem; all problems are told at once. Keys that
/// nobody asks for are ignored: a newer host may send them.
/// </summary>
/// <param name="config">The configuration, secrets resolved.</param>
public sealed class ConfigReader(JsonObject config)
{
    private readonly List<string> _problems = [];

    /// <summary>What could not be read so far, in sentences.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Whether the key is there at all, even with nothing in it.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it is.</returns>
    public bool Has(string key) => config.ContainsKey(key);

    /// <summary>What stands there, unread; for what has a form of its own.</summary>
    internal JsonNode? Node(string key) => config[key];

    /// <summary>A problem that the reader cannot see by itself.</summary>
    /// <param name="problem">A sentence that names the key.</param>
    public void Reject(string problem) => _problems.Add(problem);

    /// <summary>A text, without blanks around it.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text, or null when it is blank or not there.</returns>
    public string? Text(string key)
    {
        var text = Raw(key);
        return text is null || text.Trim().Length == 0 ? null : text.Trim();
    }

    /// <summary>A text as it is, such as a template.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text, or null when it is empty or not there.</returns>
    public string? Raw(string key)
    {
        switch (config[key])
        {
            case null:
                return null;
            case JsonValue value when JsJson.TextOf(value) is { } text:
                return text.Length == 0 ? null : text;
            default:
                _problems.Add($"{key} must be a text.");
                return null;
        }
    }

    /// <summary>A number that is not negative.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The number, or null when it is blank or not there.</returns>
    public double? Number(string key)
    {
        double? number = config[key] switch
        {
            null => null,
            JsonValue value when JsNumber.Finite(value) is { } finite => finite,
            JsonValue value when JsJson.TextOf(value) is { } text => text.Trim().Length == 0 ? null
                : double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed) ? parsed
                : double.NaN,
            _ => double.NaN,
        };
        if (number is null or >= 0)
        {
            return number;
        }

        _problems.Add($"{key} must be a number, 0 or more.");
        return null;
    }

    /// <summary>A length of time given in seconds.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The time, at most ten years; null when it is blank or not there.</returns>
    public TimeSpan? Seconds(string key) => Number(key) is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, 315_360_000)) : null;

    /// <summary>A switch.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fallback">What it is when it is not there.</param>
    /// <returns>Whether it is on.</returns>
    public bool Flag(string key, bool fallback)
    {
        switch (config[key])
        {
            case null:
                return fallback;
            case JsonValue value when value.TryGetValue<bool>(out var flag):
                return flag;
            case JsonValue value when JsJson.TextOf(value)?.Trim() is { } text && (text.Length == 0 || bool.TryParse(text, out _)):
                return text.Length == 0 ? fallback : bool.Parse(text);
            default:
                _problems.Add($"{key} must be true or false.");
                return fallback;
        }
    }

    /// <summary>A list of texts: an array, JSON, or one a line.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The texts; empty when there are none.</returns>
    public IReadOnlyList<string> Texts(string key)
    {
        var node = Parsed(key);
        if (node is JsonArray array && array.All(item => JsJson.TextOf(item) is not null))
        {
            return [.. array.Select(item => JsJson.TextOf(item)!)];
        }

        if (node is JsonValue value && JsJson.TextOf(value) is { } text)
        {
            return [.. ConfigLines.Of(text)];
        }

        if (node is not null)
        {
            _problems.Add($"{key} must be a list of texts.");
        }

        return [];
    }

    /// <summary>A map of texts: an object, JSON, or lines of <c>key=value</c>.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The map; empty when it is blank; null when it is not there.</returns>
    public IReadOnlyDictionary<string, string>? Map(string key)
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        switch (Parsed(key))
        {
            case null:
                return Has(key) ? map : null;
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    if (Scalar(value) is { } text)
                    {
                        map[name] = text;
                    }
                    else
                    {
                        _problems.Add($"{key}.{name} must be a text.");
                    }
                }

                return map;
            case JsonValue value when JsJson.TextOf(value) is { } lines:
                foreach (var line in ConfigLines.Of(lines))
                {
                    var at = line.IndexOf('=', StringComparison.Ordinal);
                    if (at > 0)
                    {
                        map[line[..at].Trim()] = line[(at + 1)..].Trim();
                    }
                    else
                    {
                        _problems.Add($"{key}: the line '{line}' is not key=value.");
                    }
                }

                return map;
            default:
                _problems.Add($"{key} must be an object, or lines of key=value.");
                return null;
        }
    }

    /// <summary>An object, or its JSON.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The object, or null when it is blank or not there.</returns>
    public JsonObject? Object(string key)
    {
        switch (Parsed(key))
        {
            case null:
                return null;
            case JsonObject members:
                return members;
            default:
                _problems.Add($"{key} must be an object.");
                return null;
        }
    }

    /// <summary>A list, or its JSON.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The list, or null when it is blank or not there.</returns>
    public JsonArray? List(string key)
    {
        switch (Parsed(key))
        {
            case null:
                return null;
            case JsonArray list:
                return list;
            default:
                _problems.Add($"{key} must be a list in JSON.");
                return null;
        }
    }

    /// <summary>A value below dots, stored flat under the whole key as the host's forms do, or nested as people write it.</summary>
    /// <param name="path">The key, such as <c>resources.limits.cpu</c>.</param>
    /// <returns>The text, or null when it is blank or not there.</returns>
    public string? Dotted(string path)
    {
        var node = config[path];
        if (node is null)
        {
            node = config;
            foreach (var part in path.Split('.'))
            {
                node = (node as JsonObject)?[part];
            }
        }

        if (node is null)
        {
            return null;
        }

        if (Scalar(node) is { } text)
        {
            return text.Trim().Length == 0 ? null : text.Trim();
        }

        _problems.Add($"{path} must be a text.");
        return null;
    }

    // JSON within a text is what a text area holds; a text that is none is left as it is.
    private JsonNode? Parsed(string key) => config[key] switch
    {
        JsonValue value when JsJson.TextOf(value)?.Trim() is { } text =>
            text.Length == 0 ? null
            : text[0] is '{' or '[' && JsJsonReader.TryParse(text, out var parsed) ? parsed
            : value,
        var node => node,
    };

    private static string? Scalar(JsonNode? node) => node is JsonValue value
        ? JsJson.TextOf(value) ?? (value.GetValueKind() is System.Text.Json.JsonValueKind.Number or System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False ? value.ToJsonString() : null)
        : null;
}
