using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Schema;

/// <summary>
/// Reads an object in Kubernetes' protobuf form into the JSON it would have been sent as. Unknown field numbers are skipped. Go writes every
/// field that is no pointer, so that an empty text or a zero mostly means that the field is not set.
/// </summary>
internal static class ProtobufDecoder
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>Reads a whole body: the magic bytes and a <c>runtime.Unknown</c> around the object.</summary>
    /// <param name="body">The body.</param>
    /// <param name="typeOf">The type of the object of a kind and apiVersion; null when there is none.</param>
    /// <returns>The object, with kind and apiVersion as the envelope names them.</returns>
    /// <exception cref="ProtobufException">It is malformed, or of no known type.</exception>
    public static JsonObject DecodeBody(ReadOnlySpan<byte> body, Func<string, string, SchemaType?> typeOf)
    {
        if (!body.StartsWith(Magic))
        {
            throw new ProtobufException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }

        var (apiVersion, kind) = ("", "");
        ReadOnlySpan<byte> raw = default;
        var envelope = new ProtobufReader(body[Magic.Length..]);
        while (envelope.Next())
        {
            switch (envelope.Number)
            {
                case 1 when envelope.IsBytes:
                    (apiVersion, kind) = ReadTypeMeta(envelope.Bytes);
                    break;
                case 2 when envelope.IsBytes:
                    raw = envelope.Bytes;
                    break;
                case 1 or 2:
                    throw WrongForm(envelope.Number);
                default:
                    break;
            }
        }

        var type = typeOf(apiVersion, kind) ?? throw new ProtobufException($"no kind {Admission.FieldErrors.Quote(kind)} is registered for version {Admission.FieldErrors.Quote(apiVersion)}");
        var document = new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion };
        ReadMessage(raw, type.Protobuf, document);
        return document;
    }

    /// <summary>Reads a message of a type.</summary>
    /// <exception cref="ProtobufException">It is malformed.</exception>
    public static JsonObject Decode(ReadOnlySpan<byte> message, SchemaType type)
    {
        var document = new JsonObject();
        ReadMessage(message, type.Protobuf, document);
        return document;
    }

    private static (string ApiVersion, string Kind) ReadTypeMeta(ReadOnlySpan<byte> message)
    {
        var (apiVersion, kind) = ("", "");
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            (apiVersion, kind) = reader.Number switch
            {
                1 => (Text(reader.Bytes), kind),
                2 => (apiVersion, Text(reader.Bytes)),
                _ => (apiVersion, kind),
            };
        }

        return (apiVersion, kind);
    }

    private static void ReadMessage(ReadOnlySpan<byte> message, ProtobufFields fields, JsonObject target)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (fields.FindInlined(reader.Number) is { } inlined)
            {
                ReadMessage(reader.Bytes, inlined, target);
            }
            else if (fields.Find(reader.Number) is { Field: { Type: not FieldType.Anything } field } found)
            {
                ReadField(reader, field, found.KeepsZero, target);
            }
        }
    }

    private static void ReadField(ProtobufReader reader, SchemaField field, bool keepsZero, JsonObject target)
    {
        switch (field.Shape)
        {
            case FieldShape.Map:
                ReadEntry(reader, field, target.Child(field.Name));
                break;
            case FieldShape.List when field.Type is FieldType.Int32 or FieldType.Int64 && reader.IsBytes:
                var packed = reader.Bytes;
                while (!packed.IsEmpty)
                {
                    target.ChildArray(field.Name).Add((JsonNode)Number(ProtobufReader.ReadVarint(ref packed), field));
                }

                break;
            case FieldShape.List:
                target.ChildArray(field.Name).Add(ReadValue(reader, field));
                break;
            default:
                if (ReadValue(reader, field) is { } value && (keepsZero || !IsZero(value, field)))
                {
                    target[field.Name] = value;
                }

                break;
        }
    }

    private static void ReadEntry(ProtobufReader reader, SchemaField field, JsonObject map)
    {
        if (!reader.IsBytes)
        {
            throw WrongForm(reader.Number);
        }

        var key = "";
        JsonNode? value = field.Type is FieldType.Text or FieldType.Bytes ? "" : null;
        var entry = new ProtobufReader(reader.Bytes);
        while (entry.Next())
        {
            if (entry.Number == 1)
            {
                key = Text(entry.Bytes);
            }
            else if (entry.Number == 2)
            {
                value = ReadValue(entry, field);
            }
        }

        map[key] = value;
    }

    private static JsonNode? ReadValue(ProtobufReader reader, SchemaField field)
    {
        var isNumber = field.Type is FieldType.Flag or FieldType.Int32 or FieldType.Int64;
        if (isNumber == reader.IsBytes)
        {
            throw WrongForm(reader.Number);
        }

        return field.Type switch
        {
            FieldType.Flag => reader.Value != 0,
            FieldType.Int32 or FieldType.Int64 => Number(reader.Value, field),
            FieldType.Text => Text(reader.Bytes),
            FieldType.Bytes => Convert.ToBase64String(reader.Bytes),
            FieldType.Struct => Decode(reader.Bytes, SchemaCatalog.Default[field.StructName!]),
            FieldType.Quantity => ReadQuantity(reader.Bytes),
            FieldType.Time or FieldType.MicroTime => ReadTime(reader.Bytes, field.Type == FieldType.MicroTime),
            FieldType.IntOrText => ReadIntOrText(reader.Bytes),
            _ => null,
        };
    }

    private static bool IsZero(JsonNode value, SchemaField field) => field.Type switch
    {
        FieldType.Flag => !value.GetValue<bool>(),
        FieldType.Int32 or FieldType.Int64 => value.GetValue<long>() == 0,
        FieldType.Text or FieldType.Bytes => value.GetValue<string>().Length == 0,
        _ => false,
    };

    /// <summary>Go decodes int32 from the low bits, so that negative numbers come out whatever their length.</summary>
    private static JsonValue Number(ulong value, SchemaField field) => JsonValue.Create(field.Type == FieldType.Int32 ? (int)value : (long)value);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static JsonValue ReadQuantity(ReadOnlySpan<byte> message)
    {
        var text = "";
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            text = reader.Number == 1 ? Text(reader.Bytes) : text;
        }

        return JsonValue.Create(text.Length == 0 ? "0" : text);
    }

    /// <summary>Seconds and nanoseconds since 1970; nothing at all is Go's zero time, which JSON writes as null.</summary>
    private static JsonValue? ReadTime(ReadOnlySpan<byte> message, bool micro)
    {
        if (message.IsEmpty)
        {
            return null;
        }

        var (seconds, nanoseconds) = (0L, 0);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            (seconds, nanoseconds) = reader.Number switch
            {
                1 => ((long)reader.Value, nanoseconds),
                2 => (seconds, (int)reader.Value),
                _ => (seconds, nanoseconds),
            };
        }

        if (seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds >= DateTimeOffset.MaxValue.ToUnixTimeSeconds() || nanoseconds is < 0 or > 999_999_999)
        {
            throw new ProtobufException("proto: timestamp out of range");
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100);
        return JsonValue.Create(micro ? time.ToWireMicroTime() : time.ToWireTime());
    }

    private static JsonValue ReadIntOrText(ReadOnlySpan<byte> message)
    {
        var (isText, number, text) = (false, 0, "");
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            switch (reader.Number)
            {
                case 1:
                    isText = reader.Value == 1;
                    break;
                case 2:
                    number = (int)reader.Value;
                    break;
                case 3:
                    text = Text(reader.Bytes);
                    break;
                default:
                    break;
            }
        }

        return isText ? JsonValue.Create(text) : JsonValue.Create((long)number);
    }

    private static ProtobufException WrongForm(int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"proto: wrong wireType for field {number}"));
}
