using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Storage;

/// <summary>Reading and building object documents. A path that is missing, or holds another type than asked for, reads as absent: documents come from users.</summary>
internal static class JsonNavigation
{
    /// <summary>The value at a path of member names, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (node is not JsonObject parent || !parent.TryGetPropertyValue(name, out node))
            {
                return null;
            }
        }

        return node;
    }

    /// <summary>The string at a path, or null.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The whole number at a path, or null.</summary>
    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value
            ? value.TryGetValue<long>(out var wide) ? wide : value.TryGetValue<int>(out var narrow) ? narrow : null
            : null;

    /// <summary>The truth value at a path; false when absent.</summary>
    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The time at a path, or null.</summary>
    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>The objects of the list at a path; none when absent.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>The strings of the list at a path; none when absent.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array
            ? array.OfType<JsonValue>().Where(v => v.GetValueKind() == JsonValueKind.String).Select(v => v.GetValue<string>())
            : [];

    /// <summary>The string members of the object at a path, such as labels.</summary>
    public static IEnumerable<KeyValuePair<string, string>> TextMembers(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonObject map
            ? map.Where(m => m.Value?.GetValueKind() == JsonValueKind.String).Select(m => KeyValuePair.Create(m.Key, m.Value!.GetValue<string>()))
            : [];

    /// <summary>The object under a name, made when it is absent.</summary>
    public static JsonObject Child(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject existing)
        {
            return existing;
        }

        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    /// <summary>The list under a name, made when it is absent.</summary>
    public static JsonArray ChildArray(this JsonObject parent, string name)
    {
        if (parent[name] is JsonArray existing)
        {
            return existing;
        }

        var made = new JsonArray();
        parent[name] = made;
        return made;
    }

    /// <summary>The object's metadata, made when it is absent.</summary>
    public static JsonObject Metadata(this JsonObject document) => document.Child("metadata");

    /// <summary>Sets a member that is absent or null.</summary>
    public static void Default(this JsonObject parent, string name, JsonNode value)
    {
        if (parent[name] is null)
        {
            parent[name] = value;
        }
    }

    /// <summary>A typed deep copy.</summary>
    public static JsonObject Copy(this JsonObject document) => (JsonObject)document.DeepClone();

    /// <summary>A time as <c>metav1.Time</c> is written: UTC, whole seconds.</summary>
    public static string ToWireTime(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time as <c>metav1.MicroTime</c> is written: UTC, six digits.</summary>
    public static string ToWireMicroTime(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
