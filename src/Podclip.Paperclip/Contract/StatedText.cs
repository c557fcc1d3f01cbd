using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>A text that is written even when it is null; a null <see cref="StatedText"/> is left out. The host's types tell the two apart.</summary>
/// <param name="Value">The text, or null.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct StatedText(string? Value)
{
    internal sealed class Converter : JsonConverter<StatedText>
    {
        public override StatedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString());

        public override void Write(Utf8JsonWriter writer, StatedText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
