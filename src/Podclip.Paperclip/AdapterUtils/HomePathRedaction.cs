using System.Text.RegularExpressions;
using Podclip.Paperclip.JavaScript;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>Masks the user in paths of home folders: <c>/home/alice</c> becomes <c>/home/a****</c>. Behaviour of adapter-utils 2026.916.1.</summary>
public static partial class HomePathRedaction
{
    private const string Segment = @"[^/\\\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+";

    private static readonly Dictionary<string, string[]> TextMembers = new(StringComparer.Ordinal)
    {
        ["assistant"] = ["text"],
        ["thinking"] = ["text"],
        ["user"] = ["text"],
        ["stderr"] = ["text"],
        ["system"] = ["text"],
        ["stdout"] = ["text"],
        ["diff"] = ["text"],
        ["tool_call"] = ["name", "input"],
        ["tool_result"] = ["content"],
        ["init"] = ["model", "sessionId"],
        ["result"] = ["text", "subtype", "errors"],
    };

    /// <summary>Masks users in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="enabled">False leaves it as it is.</param>
    /// <returns>The text.</returns>
    public static string RedactHomePathUserSegments(string text, bool enabled = true)
    {
        if (!enabled)
        {
            return text;
        }

        text = MacHome().Replace(text, Mask);
        text = LinuxHome().Replace(text, Mask);
        return WindowsHome().Replace(text, Mask);
    }

    /// <summary>Masks users in all texts of a value; keys stay.</summary>
    /// <param name="value">The value.</param>
    /// <param name="enabled">False leaves it as it is.</param>
    /// <returns>A copy.</returns>
    public static JsonNode? RedactHomePathUserSegmentsInValue(JsonNode? value, bool enabled = true) => value switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, RedactHomePathUserSegmentsInValue(member.Value, enabled)))),
        JsonArray items => new JsonArray([.. items.Select(item => RedactHomePathUserSegmentsInValue(item, enabled))]),
        _ when JsJson.TextOf(value) is { } text => JsonValue.Create(RedactHomePathUserSegments(text, enabled)),
        _ => value?.DeepClone(),
    };

    /// <summary>Masks users in what a transcript entry shows; times and ids stay, and so does an entry of an unknown kind.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="enabled">False leaves it as it is.</param>
    /// <returns>A copy.</returns>
    public static JsonObject RedactTranscriptEntryPaths(JsonObject entry, bool enabled = true)
    {
        var copy = (JsonObject)entry.DeepClone();
        foreach (var member in TextMembers.GetValueOrDefault(JsJson.TextOf(entry["kind"]) ?? "") ?? [])
        {
            if (copy.ContainsKey(member))
            {
                copy[member] = RedactHomePathUserSegmentsInValue(entry[member], enabled);
            }
        }

        return copy;
    }

    private static string Mask(Match match)
    {
        var user = match.Groups["user"].Value;
        return $"{match.Groups["path"].Value}{user[0]}{new string('*', Math.Max(1, JsText.CountCodePoints(user) - 1))}";
    }

    [GeneratedRegex("(?<path>/Users/)(?<user>" + Segment + ")", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex MacHome();

    [GeneratedRegex("(?<path>/home/)(?<user>" + Segment + ")", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LinuxHome();

    [GeneratedRegex(@"(?<path>[A-Za-z]:\\Users\\)(?<user>" + Segment + ")", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex WindowsHome();
}
