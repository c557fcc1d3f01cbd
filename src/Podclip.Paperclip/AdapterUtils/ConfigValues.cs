using System.Text.Json;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>How the host's adapters read values of an agent's configuration: by type, without converting. Behaviour of adapter-utils 2026.916.1.</summary>
public static class ConfigValues
{
    /// <summary>The text, if it is text and not empty; blanks count.</summary>
    /// <param name="value">The value.</param>
    /// <param name="fallback">What stands for anything else.</param>
    /// <returns>The text as it is, not trimmed.</returns>
    public static string AsString(JsonNode? value, string fallback) => JsJson.TextOf(value) is { Length: > 0 } text ? text : fallback;

    /// <summary>The number, if it is a finite number; numbers in quotes are not.</summary>
    /// <param name="value">The value.</param>
    /// <param name="fallback">What stands for anything else.</param>
    /// <returns>The number.</returns>
    public static double AsNumber(JsonNode? value, double fallback) => JsNumber.Finite(value) ?? fallback;

    /// <summary>The truth value, if it is one; 1 and "true" are not.</summary>
    /// <param name="value">The value.</param>
    /// <param name="fallback">What stands for anything else.</param>
    /// <returns>True or false.</returns>
    public static bool AsBoolean(JsonNode? value, bool fallback) => value?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => fallback,
    };

    /// <summary>The texts of a list, empty ones included, anything else in it left out; nothing of what is no list.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The texts in their order.</returns>
    public static IReadOnlyList<string> AsStringArray(JsonNode? value) =>
        value is JsonArray items ? [.. items.Select(JsJson.TextOf).OfType<string>()] : [];

    /// <summary>The object, or an empty one for anything else; text is not parsed.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The very object, or a new one.</returns>
    public static JsonObject ParseObject(JsonNode? value) => value as JsonObject ?? [];

    /// <summary>What a JSON text holds, of whatever kind; null for what is no JSON, and for JSON's null.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The value.</returns>
    public static JsonNode? ParseJson(string value) => JsJsonReader.TryParse(value, out var parsed) ? parsed : null;
}
