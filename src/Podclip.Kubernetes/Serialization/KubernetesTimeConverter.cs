using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Podclip.Kubernetes.Serialization;

/// <summary>
/// Times as the API server takes them: RFC 3339 in UTC with a <c>Z</c>, whole seconds without a fraction and anything finer
/// with six digits. Fields of type <c>MicroTime</c> have a converter of their own.
/// </summary>
public sealed class KubernetesTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    private static string Format(DateTimeOffset value) =>
        value.UtcDateTime.ToString(
            value.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
            CultureInfo.InvariantCulture);
}
