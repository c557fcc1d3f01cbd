using System.Collections;
using System.Text.Json;
using Podclip.Paperclip.AdapterUtils;

namespace Podclip.Vectors;

/// <summary>
/// Reads examples: a list of <c>{fn, args, env?, note?, result | throws, argsAfter?}</c>. What JSON cannot say stands as <c>{"$undefined": true}</c>,
/// <c>{"$nan": true}</c> or <c>{"$inf": true}</c>.
/// </summary>
public static class VectorFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its examples.</returns>
    /// <exception cref="InvalidDataException">It is no list of examples.</exception>
    public static IReadOnlyList<Vector> Read(string path) =>
        ConfigValues.ParseJson(File.ReadAllText(path)) is JsonArray items
            ? [.. items.Select(item => Read(item as JsonObject ?? throw new InvalidDataException($"{path} holds an example that is no object.")))]
            : throw new InvalidDataException($"{path} is no list of examples.");

    private static Vector Read(JsonObject item)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            environment[(string)variable.Key] = (string)variable.Value!;
        }

        foreach (var (name, value) in item["env"] as JsonObject ?? [])
        {
            environment.Remove(name);
            if (value is not null)
            {
                environment[name] = value.GetValue<string>();
            }
        }

        return new Vector(
            ConfigValues.AsString(item["fn"], ""),
            item["note"]?.GetValue<string>(),
            (JsonArray)Unmark(item["args"])!,
            environment,
            Unmark(item["result"]),
            item["throws"]?["message"]?.GetValue<string>(),
            Unmark(item["argsAfter"]));
    }

    private static JsonNode? Unmark(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } mark when IsMark(mark, "$undefined") => null,
        JsonObject { Count: 1 } mark when IsMark(mark, "$nan") => double.NaN,
        JsonObject { Count: 1 } mark when IsMark(mark, "$inf") => double.PositiveInfinity,
        JsonObject members => new JsonObject(members
            .Where(member => !(member.Value is JsonObject { Count: 1 } mark && IsMark(mark, "$undefined")))
            .Select(member => KeyValuePair.Create(member.Key, Unmark(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Unmark)]),
        _ => node?.DeepClone(),
    };

    private static bool IsMark(JsonObject mark, string name) => mark[name]?.GetValueKind() == JsonValueKind.True;
}
