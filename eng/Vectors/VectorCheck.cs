using System.Text.Json;

namespace Podclip.Vectors;

/// <summary>Whether Podclip does what an example shows.</summary>
public static class VectorCheck
{
    /// <summary>Calls the helper and compares.</summary>
    /// <param name="vector">The example.</param>
    /// <returns>What differs, or null.</returns>
    public static string? Run(Vector vector)
    {
        JsonNode? actual;
        try
        {
            actual = HostFunctions.Call(vector);
        }
        catch (Exception error) when (vector.Throws is not null)
        {
            return error.Message == vector.Throws ? null : $"threw \"{error.Message}\", not \"{vector.Throws}\"";
        }
        catch (Exception error)
        {
            return $"threw {error.GetType().Name}: {error.Message}";
        }

        if (vector.Throws is not null)
        {
            return $"returned {Show(actual)} and should have thrown \"{vector.Throws}\"";
        }

        if (!AreEqual(actual, vector.Result))
        {
            return $"returned {Show(actual)}{Environment.NewLine}  expected {Show(vector.Result)}";
        }

        return vector.ArgumentsAfter is null || AreEqual(vector[0], vector.ArgumentsAfter is JsonArray after ? after[0] : vector.ArgumentsAfter)
            ? null
            : $"left its arguments as {Show(vector[0])}{Environment.NewLine}  expected {Show(vector.ArgumentsAfter)}";
    }

    private static string Show(JsonNode? value) => value?.ToJsonString(Readable) ?? "null";

    private static JsonSerializerOptions Readable { get; } = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        TypeInfoResolver = Podclip.Paperclip.Contract.PaperclipJson.Default,
    };

    private static bool AreEqual(JsonNode? left, JsonNode? right) => (left, right) switch
    {
        (null, null) => true,
        (JsonObject a, JsonObject b) => a.Count == b.Count && a.All(member => b.TryGetPropertyValue(member.Key, out var other) && AreEqual(member.Value, other)),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) => a.GetValueKind() == b.GetValueKind() && Scalar(a).Equals(Scalar(b)),
        _ => false,
    };

    private static object Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => Podclip.Paperclip.AdapterUtils.ConfigValues.AsNumber(value, double.NaN),
        var kind => kind,
    };
}
