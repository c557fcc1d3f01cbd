using System.Text.Json;

namespace Podclip.ScriptedModel.ChatCompletions;

/// <summary>The list of models. Any name is answered; this one is told to those who ask.</summary>
internal static class ModelList
{
    public static void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        writer.WriteStartObject();
        writer.WriteString("id", "scripted");
        writer.WriteString("object", "model");
        writer.WriteNumber("created", 1_700_000_000);
        writer.WriteString("owned_by", "podclip");
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
