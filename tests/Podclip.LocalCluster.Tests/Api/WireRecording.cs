using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Api;

/// <summary>One exchange with a real v1.32 server.</summary>
internal sealed partial record WireRecording(string Name, JsonNode Exchange)
{
    public string Method => Exchange.Text("request", "method")!;

    public string Path => Exchange.Text("request", "path")!;

    public JsonNode? Body => Exchange.At("request", "body");

    public string? ContentType => Exchange.Text("request", "headers", "Content-Type");

    public string? Accept => Exchange.Text("request", "headers", "Accept");

    public int Status => (int)Exchange.Number("response", "status")!;

    public string? Warning => Exchange.Text("response", "headers", "warning");

    public JsonNode? Answer => Exchange.At("response", "body");

    public static WireRecording Load(string name) =>
        new(name, JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Recordings", name + ".json")))!);

    /// <summary>A document with everything taken out that differs from one server, or moment, to the next.</summary>
    public static string Normalize(JsonNode? document, bool keepsStatus)
    {
        var copy = document?.DeepClone();
        if (copy is JsonObject root)
        {
            (root["metadata"] as JsonObject)?.Remove("managedFields");
            (root["metadata"] as JsonObject)?.Remove("resourceVersion");
            if (!keepsStatus && root.Text("kind") == "Job")
            {
                root.Remove("status");
            }
        }

        var text = Sorted(copy)?.ToJsonString() ?? "null";
        text = Uid().Replace(text, "<uid>");
        text = Time().Replace(text, "<time>");
        return Version().Replace(text, "current: <version>");
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject parent => new JsonObject(parent.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"current: \d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
