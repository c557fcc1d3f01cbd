using System.Reflection;

namespace Podclip.LocalCluster.Schema;

/// <summary>
/// What the kinds look like, read once from <c>kubernetes.schema</c> and <c>kubernetes.protobuf</c>. One source for checking field names and types, canonical order,
/// strategic merging and OpenAPI, so that these can never disagree.
/// </summary>
internal sealed class SchemaCatalog
{
    private static readonly Lazy<SchemaCatalog> Shared = new(() => Parse(ReadResource("kubernetes.schema"), ReadResource("kubernetes.protobuf")));

    private readonly Dictionary<string, SchemaType> _types;

    private SchemaCatalog(Dictionary<string, SchemaType> types) => _types = types;

    /// <summary>The cluster's own catalog.</summary>
    public static SchemaCatalog Default => Shared.Value;

    /// <summary>A type by name.</summary>
    public SchemaType this[string name] => _types[name];

    /// <summary>Every type.</summary>
    public IReadOnlyCollection<SchemaType> Types => _types.Values;

    /// <summary>The type of objects of a kind; null when there is none. Kinds that two groups have are told apart by their group.</summary>
    public SchemaType? Find(string apiVersion, string kind) => _types.GetValueOrDefault(NameOf(apiVersion, kind));

    /// <summary>The name of the type of objects of a kind.</summary>
    public static string NameOf(string apiVersion, string kind) => (apiVersion, kind) is ("events.k8s.io/v1", "Event") ? "EventsEvent" : kind;

    /// <summary>Reads the text form.</summary>
    /// <param name="text">The types.</param>
    /// <param name="protobuf">Their field numbers, in the form of <c>kubernetes.protobuf</c>.</param>
    /// <returns>The catalog.</returns>
    /// <exception cref="FormatException">A line is malformed or names a type that is not there.</exception>
    public static SchemaCatalog Parse(string text, string protobuf = "")
    {
        var numbers = Lines(protobuf).ToDictionary(words => words[0], words => words[1..], StringComparer.Ordinal);
        var types = Lines(text)
            .Select(words => ParseType(words, numbers.GetValueOrDefault(words[0], [])))
            .ToDictionary(type => type.Name, StringComparer.Ordinal);
        foreach (var field in types.Values.SelectMany(type => type.Fields))
        {
            if (field.StructName is not null && !types.ContainsKey(field.StructName))
            {
                throw new FormatException($"field {field.Name} is of the unknown type {field.StructName}");
            }
        }

        return new SchemaCatalog(types);
    }

    private static IEnumerable<string[]> Lines(string text) => text.Split('\n')
        .Select(line => line.Trim())
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static SchemaType ParseType(string[] words, string[] numbers)
    {
        List<SchemaField> fields = [.. words.Skip(1).Select(ParseField)];
        return new SchemaType(words[0], fields) { Protobuf = ProtobufFields.Parse(numbers, fields) };
    }

    private static SchemaField ParseField(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1)
        {
            throw new FormatException($"'{word}' is not NAME:TYPE");
        }

        var type = word[(colon + 1)..];
        var always = type.EndsWith('!');
        type = type.TrimEnd('!');
        var (shape, mergeKey) = (FieldShape.Single, (string?)null);
        if (type is ['{', .. var entry, '}'])
        {
            (type, shape) = (entry, FieldShape.Map);
        }
        else if (type.EndsWith(']'))
        {
            var open = type.IndexOf('[', StringComparison.Ordinal);
            mergeKey = type[(open + 1)..^1] is { Length: > 0 } key ? key : null;
            (type, shape) = (type[..open], FieldShape.List);
        }

        var plain = Plain(type);
        return new SchemaField(word[..colon], plain ?? FieldType.Struct, plain is null ? type : null, shape, mergeKey, always);
    }

    private static FieldType? Plain(string type) => type switch
    {
        "s" => FieldType.Text,
        "b" => FieldType.Flag,
        "i32" => FieldType.Int32,
        "i64" => FieldType.Int64,
        "q" => FieldType.Quantity,
        "t" => FieldType.Time,
        "mt" => FieldType.MicroTime,
        "ios" => FieldType.IntOrText,
        "bytes" => FieldType.Bytes,
        "any" => FieldType.Anything,
        _ => null,
    };

    private static string ReadResource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Podclip.LocalCluster.{name}")
            ?? throw new InvalidOperationException("the schema is missing from the assembly");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
