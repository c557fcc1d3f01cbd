using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Podclip.LocalCluster.Schema;

/// <summary>
/// Reads an object as the real server's decoder does: unknown fields are noted and dropped, nulls and empty lists and maps vanish,
/// members come in canonical order, and a value of the wrong type is an error.
/// </summary>
internal sealed partial class DocumentDecoder
{
    private static readonly SearchValues<char> Base64Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private readonly List<string> _unknown = [];

    private DocumentDecoder()
    {
    }

    /// <summary>Decodes a document. Answers a new one, and the paths of the fields that are not part of the type.</summary>
    /// <exception cref="FieldDecodingException">A value is of the wrong type.</exception>
    public static (JsonObject Document, IReadOnlyList<string> UnknownFields) Decode(JsonObject document, SchemaType type)
    {
        var decoder = new DocumentDecoder();
        return (decoder.ReadStruct(document, type, ""), decoder._unknown);
    }

    private static FieldDecodingException WrongType(JsonNode value, SchemaType owner, string path, string goType)
    {
        var found = value.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number when goType is "int32" or "int64" => "number " + value.ToJsonString(),
            JsonValueKind.Number => "number",
            _ => "bool",
        };
        return new FieldDecodingException($"json: cannot unmarshal {found} into Go struct field {owner.Name}.{WithoutIndexes(path)} of type {goType}");
    }

    private static string WithoutIndexes(string path) => Indexes().Replace(path, "");

    private JsonObject ReadStruct(JsonObject source, SchemaType type, string path)
    {
        foreach (var (name, _) in source)
        {
            if (type.Find(name) is null)
            {
                _unknown.Add(path + name);
            }
        }

        var result = new JsonObject();
        foreach (var field in type.Fields)
        {
            if (source[field.Name] is { } value && ReadField(value, field, type, path + field.Name) is { } read)
            {
                result[field.Name] = read;
            }
            else if (field.IsAlwaysWritten)
            {
                result[field.Name] = field is { Type: FieldType.Struct, Shape: FieldShape.Single } ? ReadStruct([], SchemaCatalog.Default[field.StructName!], path + field.Name + ".") : null;
            }
        }

        return result;
    }

    private JsonNode? ReadField(JsonNode value, SchemaField field, SchemaType owner, string path)
    {
        switch (field.Shape)
        {
            case FieldShape.List:
                if (value is not JsonArray array)
                {
                    throw WrongType(value, owner, path, "[]" + GoName(field));
                }

                var items = new JsonArray();
                for (var i = 0; i < array.Count; i++)
                {
                    items.Add(array[i] is { } item ? ReadValue(item, field, owner, $"{path}[{i}]") : null);
                }

                return items.Count == 0 ? null : items;
            case FieldShape.Map:
                if (value is not JsonObject map)
                {
                    throw WrongType(value, owner, path, "map[string]" + GoName(field));
                }

                var entries = new JsonObject();
                foreach (var (key, entry) in map.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    entries[key] = entry is null ? EmptyEntry(field) : ReadValue(entry, field, owner, $"{path}.{key}");
                }

                return entries.Count == 0 ? null : entries;
            default:
                return ReadValue(value, field, owner, path);
        }
    }

    private static JsonValue? EmptyEntry(SchemaField field) => field.Type switch
    {
        FieldType.Text or FieldType.Bytes => JsonValue.Create(""),
        FieldType.Quantity => JsonValue.Create("0"),
        _ => null,
    };

    private JsonNode ReadValue(JsonNode value, SchemaField field, SchemaType owner, string path)
    {
        switch (field.Type)
        {
            case FieldType.Struct:
                return value is JsonObject inner
                    ? ReadStruct(inner, SchemaCatalog.Default[field.StructName!], path + ".")
                    : throw WrongType(value, owner, path, GoName(field));
            case FieldType.Anything:
                return value.DeepClone();
            case FieldType.Quantity:
                return ReadQuantity(value);
            case FieldType.Flag when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
            case FieldType.Text when value.GetValueKind() == JsonValueKind.String:
            case FieldType.Int64 when IsInteger(value, long.MinValue, long.MaxValue):
            case FieldType.Int32 when IsInteger(value, int.MinValue, int.MaxValue):
            case FieldType.IntOrText when value.GetValueKind() == JsonValueKind.String || IsInteger(value, int.MinValue, int.MaxValue):
                return value.DeepClone();
            case FieldType.Bytes when value.GetValueKind() == JsonValueKind.String:
                return ReadBytes(value.GetValue<string>());
            case FieldType.Time or FieldType.MicroTime when value.GetValueKind() == JsonValueKind.String:
                return ReadTime(value.GetValue<string>(), field.Type == FieldType.MicroTime);
            default:
                throw WrongType(value, owner, path, GoName(field));
        }
    }

    private static bool IsInteger(JsonNode value, long least, long most) =>
        value.GetValueKind() == JsonValueKind.Number
        && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most;

    private static JsonValue ReadQuantity(JsonNode value)
    {
        var text = value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => value.ToJsonString(),
            _ => "",
        };
        return QuantityForm().IsMatch(text)
            ? JsonValue.Create(Admission.Quantity.TryRead(text, out var amount) ? amount.ToString() : text)
            : throw new FieldDecodingException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }

    private static JsonValue ReadBytes(string text)
    {
        // As Go's decoder: line breaks inside are fine.
        var packed = text.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        var buffer = new byte[(packed.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(packed, buffer, out _)
            ? JsonValue.Create(packed)
            : throw new FieldDecodingException("illegal base64 data at input byte " + FirstBadBase64(packed).ToString(CultureInfo.InvariantCulture));
    }

    private static int FirstBadBase64(string text)
    {
        var bad = text.AsSpan().IndexOfAnyExcept(Base64Letters);
        return bad < 0 ? text.Length / 4 * 4 : bad;
    }

    private static JsonValue ReadTime(string text, bool micro)
    {
        var layout = micro ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00";
        if ((micro && !MicroTimeForm().IsMatch(text))
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || text.Length < 20)
        {
            var (rest, part) = micro && SecondsForm().Match(text) is { Success: true } seconds ? (text[seconds.Length..], ".000000") : (text, "2006");
            throw new FieldDecodingException($"parsing time \"{text}\" as \"{layout}\": cannot parse \"{rest}\" as \"{part}\"");
        }

        return JsonValue.Create(micro ? Storage.JsonNavigation.ToWireMicroTime(time) : Storage.JsonNavigation.ToWireTime(time));
    }

    private static string GoName(SchemaField field) => field.Type switch
    {
        FieldType.Struct => "v1." + field.StructName,
        FieldType.Text => "string",
        FieldType.Flag => "bool",
        FieldType.Int32 => "int32",
        FieldType.Int64 => "int64",
        FieldType.Quantity => "resource.Quantity",
        FieldType.Time => "v1.Time",
        FieldType.MicroTime => "v1.MicroTime",
        FieldType.IntOrText => "intstr.IntOrString",
        FieldType.Bytes => "[]uint8",
        _ => "interface {}",
    };

    [GeneratedRegex(@"\[\d+\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Indexes();

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QuantityForm();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecondsForm();

    [GeneratedRegex(@"\.\d{6}(Z|[+-]\d\d:\d\d)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MicroTimeForm();
}
