using System.Text.Json;
using System.Text.RegularExpressions;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>The host's prompt templates: <c>{{ dotted.path }}</c> and nothing else. Behaviour of adapter-utils 2026.916.1.</summary>
public static partial class PromptTemplates
{
    // Names every JavaScript object answers to with a function; a template that names one gets the word "undefined".
    private static readonly HashSet<string> InheritedFunctions = new(StringComparer.Ordinal)
    {
        "constructor", "toString", "toLocaleString", "valueOf", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable",
        "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__",
    };

    /// <summary>
    /// The text of what a dotted path leads to: text as it is, numbers and truth values as text, lists and objects as JSON, nothing as "". A path
    /// never goes into a list, and a key that holds a dot is never met.
    /// </summary>
    /// <param name="data">Where the path starts.</param>
    /// <param name="dottedPath">The path.</param>
    /// <returns>The text; null where JavaScript has <c>undefined</c>: at a function that every object inherits.</returns>
    public static string? ResolvePathValue(JsonNode? data, string dottedPath)
    {
        var cursor = data;
        var parts = dottedPath.Split('.');
        for (var index = 0; index < parts.Length; index++)
        {
            if (cursor is not JsonObject members)
            {
                return "";
            }

            if (!members.TryGetPropertyValue(parts[index], out cursor))
            {
                return Inherited(parts.AsSpan(index));
            }
        }

        return cursor switch
        {
            null => "",
            JsonValue value when value.GetValueKind() == JsonValueKind.String => JsJson.TextOf(value)!,
            JsonValue value when JsNumber.Of(value) is { } number => JsNumber.ToText(number),
            _ => JsJson.Stringify(cursor),
        };
    }

    /// <summary>Fills each <c>{{ dotted.path }}</c> in; what does not have this form stays as it is, and what is filled in is not filled again.</summary>
    /// <param name="template">The template.</param>
    /// <param name="data">Where paths start.</param>
    /// <returns>The text.</returns>
    public static string RenderTemplate(string template, JsonNode? data) =>
        Placeholder().Replace(template, match => ResolvePathValue(data, match.Groups["path"].Value) ?? "undefined");

    /// <summary>Joins what is not blank, each trimmed.</summary>
    /// <param name="sections">The sections; null for one that is not there.</param>
    /// <param name="separator">What stands between them.</param>
    /// <returns>The text.</returns>
    public static string JoinPromptSections(IEnumerable<string?> sections, string separator = "\n\n") =>
        string.Join(separator, sections.Select(JsText.TrimToNull).OfType<string>());

    private static string? Inherited(ReadOnlySpan<string> parts) => parts switch
    {
        ["__proto__"] => "{}",
        ["__proto__", "__proto__", ..] => "",
        ["__proto__", .. var rest] => Inherited(rest),
        [var name] when InheritedFunctions.Contains(name) => null,
        _ => "",
    };

    [GeneratedRegex(@"\{\{" + JsText.WhiteSpaceClass + "*(?<path>[a-zA-Z0-9_.-]+)" + JsText.WhiteSpaceClass + @"*\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Placeholder();
}
