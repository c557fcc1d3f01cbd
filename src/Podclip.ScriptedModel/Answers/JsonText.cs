using System.Text.Json;

namespace Podclip.ScriptedModel.Answers;

/// <summary>Reads texts of a request body, which may hold anything.</summary>
internal static class JsonText
{
    /// <summary>A member's text; null when it is none.</summary>
    public static string? Of(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Of(value) : null;

    /// <summary>The texts of a message's content, which is a text or a list of blocks.</summary>
    public static IEnumerable<string> AllOf(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? [Of(content)]
        : Blocks(content).Select(block => Of(block, "text")).OfType<string>();

    /// <summary>The blocks of a message's content.</summary>
    public static IEnumerable<JsonElement> Blocks(JsonElement content) => content.ValueKind == JsonValueKind.Array
        ? content.EnumerateArray().Where(block => block.ValueKind == JsonValueKind.Object)
        : [];

    // An unpaired surrogate, which agents do send back, cannot be read as a string; its escaped form can.
    private static string Of(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText().Trim('"');
        }
    }
}
