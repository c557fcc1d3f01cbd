using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Kubernetes.Serialization;

/// <summary>
/// Times of fields of type <c>MicroTime</c>: RFC 3339 in UTC with exactly six digits after the point, whole seconds too. The API
/// server refuses any other number of digits with 400; reading takes any.
/// </summary>
public sealed class MicroTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
}
