using System.Text.RegularExpressions;

namespace Podclip.WireReplay.Comparison;

/// <summary>
/// A document with everything taken out that differs from one server, node or moment to the next: uids, versions, times, addresses,
/// container ids, the node's name, continue tokens, and <c>managedFields</c>.
/// </summary>
internal static partial class CanonicalForm
{
    /// <summary>The node of the recordings, and the one here.</summary>
    private static readonly string[] Nodes = ["localhost", "local", "default-scheduler-localhost", "default-scheduler-local"];

    public static string Of(JsonNode? document, params ReadOnlySpan<string> without)
    {
        var text = Reduce(document, [.. without])?.ToJsonString() ?? "null";
        return OfText(text);
    }

    public static string OfText(string text)
    {
        text = text.Replace("\\u0022", "\\\"", StringComparison.Ordinal);
        text = Uid().Replace(text, "<uid>");
        text = Time().Replace(text, "<time>");
        text = Container().Replace(text, "<container>");
        text = Address().Replace(text, "<ip>");
        text = StoredVersion().Replace(text, "${what}<version>");
        text = TemplateDump().Replace(text, "Invalid value: <template>: field is immutable");
        return AssignedNode().Replace(text, " to <node>\"");
    }

    private static JsonNode? Reduce(JsonNode? node, HashSet<string> without) => node switch
    {
        JsonObject parent => new JsonObject(
            parent.Where(member => member.Key != "managedFields" && !without.Contains(member.Key))
                .OrderBy(member => member.Key, StringComparer.Ordinal)
                .Select(member => KeyValuePair.Create(member.Key, ReduceMember(member.Key, member.Value, without)))),
        JsonArray list => new JsonArray([.. list.Select(item => Reduce(item, without))]),
        _ => node?.DeepClone(),
    };

    private static JsonNode? ReduceMember(string name, JsonNode? value, HashSet<string> without) => name switch
    {
        "resourceVersion" when value is JsonValue => "<version>",
        "continue" when value is JsonValue => "<continue>",
        "nodeName" or "host" or "reportingInstance" when Nodes.Contains(Word(value), StringComparer.Ordinal) => "<node>",
        "imageID" => "<image>",
        _ => Reduce(value, without),
    };

    private static string? Word(JsonNode? value) => value is JsonValue word && word.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();

    [GeneratedRegex("(containerd|podclip)://[0-9a-f-]+|\\b[0-9a-f]{64}\\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Container();

    [GeneratedRegex(@"(?<="")(127|10)\.\d+\.\d+\.\d+(:\d+)?(?="")", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<what>current: |too old resource version: )\d+( \(\d+\))?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StoredVersion();

    /// <summary>A real server dumps the template as Go prints it, with the addresses of its memory.</summary>
    [GeneratedRegex(@"Invalid value: (core\.PodTemplateSpec)?\{.*?\}: field is immutable", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TemplateDump();

    [GeneratedRegex(" to (localhost|local)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AssignedNode();
}
