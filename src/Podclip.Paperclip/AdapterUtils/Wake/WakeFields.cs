using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils.Wake;

/// <summary>How the parts of a wake payload are read: trimmed text or null, and nothing of a wrong type.</summary>
internal static class WakeFields
{
    public static string? Text(this JsonObject part, string name) => JsText.TrimToNull(JsJson.TextOf(part[name]));

    /// <summary>The text as it is, or "".</summary>
    public static string Raw(this JsonObject part, string name) => JsJson.TextOf(part[name]) ?? "";

    public static bool Flag(this JsonObject part, string name) => ConfigValues.AsBoolean(part[name], false);

    public static double Number(this JsonObject part, string name, double fallback = 0) => ConfigValues.AsNumber(part[name], fallback);

    /// <summary>The number if it is above 0, else null: revisions and attempts count from 1.</summary>
    public static JsonNode? Positive(this JsonObject part, string name) => part.Number(name) is var number and > 0 ? number : null;

    public static JsonObject Object(this JsonObject part, string name) => ConfigValues.ParseObject(part[name]);

    /// <summary>The part that was read before, or null.</summary>
    public static JsonObject? Part(this JsonObject part, string name) => part[name] as JsonObject;

    /// <summary>The entries of a list that was read before.</summary>
    public static IReadOnlyList<JsonObject> Parts(this JsonObject part, string name) => [.. ((JsonArray)part[name]!).OfType<JsonObject>()];

    /// <summary>The texts of a list that was read before.</summary>
    public static IReadOnlyList<string> Texts(this JsonObject part, string name) => ConfigValues.AsStringArray(part[name]);

    /// <summary>Reads each entry of a list and keeps those that say something.</summary>
    public static JsonArray List(this JsonObject part, string name, Func<JsonNode?, JsonObject?> read, int maximum = int.MaxValue) =>
        part[name] is JsonArray items ? new JsonArray([.. items.Take(maximum).Select(read).OfType<JsonObject>()]) : [];

    /// <summary>The texts of a list that are not blank, trimmed.</summary>
    public static JsonArray TextList(this JsonObject part, string name, int maximum = int.MaxValue) =>
        part[name] is JsonArray items
            ? new JsonArray([.. items.Select(item => JsText.TrimToNull(JsJson.TextOf(item))).OfType<string>().Take(maximum).Select(text => JsonValue.Create(text))])
            : [];

    /// <summary>Copies trimmed texts from one object into another, in the order of the names.</summary>
    public static JsonObject WithTexts(this JsonObject target, JsonObject source, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            target[name] = source.Text(name);
        }

        return target;
    }

    /// <summary>Whether one of the members holds anything: text, a number but 0, an object.</summary>
    public static bool HasAny(this JsonObject part, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (JsJson.IsTruthy(part[name]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The object, or null when none of the members holds anything.</summary>
    public static JsonObject? IfAny(this JsonObject part, params ReadOnlySpan<string> names) => part.HasAny(names) ? part : null;

    public static string Show(this JsonObject part, string name) => JsNumber.Of(part[name]) is { } number ? JsNumber.ToText(number) : part.Raw(name);
}
