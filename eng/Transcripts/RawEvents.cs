using System.Text;
using System.Text.Json;

namespace Podclip.Transcripts;

/// <summary>The events of an output, and their members, read the plain way.</summary>
internal static class RawEvents
{
    /// <summary>The lines that are JSON objects with a type.</summary>
    public static IReadOnlyList<JsonElement> Read(byte[] output) =>
        [.. Encoding.UTF8.GetString(output).Split('\n').Select(Parse).Where(each => each.TextAt("type") is not null)];

    private static JsonElement Parse(string line)
    {
        try
        {
            return line.TrimStart().StartsWith('{') ? JsonElement.Parse(Encoding.UTF8.GetBytes(line)) : default;
        }
        catch (JsonException)
        {
            return default; // The last line of a run that was killed.
        }
    }

    extension(JsonElement element)
    {
        /// <summary>A member by its path; undefined where there is none.</summary>
        public JsonElement At(params ReadOnlySpan<string> path)
        {
            var value = element;
            foreach (var name in path)
            {
                value = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;
            }

            return value;
        }

        /// <summary>A member's text; null for another kind of member.</summary>
        public string? TextAt(params ReadOnlySpan<string> path) => element.At(path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

        /// <summary>A member's number; 0 for another kind of member.</summary>
        public long NumberAt(params ReadOnlySpan<string> path) => element.At(path) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;

        /// <summary>A member's amount; null for another kind of member.</summary>
        public decimal? AmountAt(params ReadOnlySpan<string> path) => element.At(path) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;

        /// <summary>Whether a text member says anything. Read raw: halves of surrogate pairs cannot be read as text.</summary>
        public bool IsSaidAt(params ReadOnlySpan<string> path) =>
            element.At(path) is { ValueKind: JsonValueKind.String } text && text.GetRawText().Trim('"').Replace("\\n", "", StringComparison.Ordinal).Trim().Length > 0;
    }
}
