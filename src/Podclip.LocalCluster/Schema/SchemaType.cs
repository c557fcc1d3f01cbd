namespace Podclip.LocalCluster.Schema;

/// <summary>A type with named fields, in the order in which they are written.</summary>
internal sealed class SchemaType(string name, IReadOnlyList<SchemaField> fields)
{
    private readonly Dictionary<string, SchemaField> _byName = fields.ToDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>Its Go name, which error texts mention.</summary>
    public string Name { get; } = name;

    /// <summary>Its fields, in writing order.</summary>
    public IReadOnlyList<SchemaField> Fields { get; } = fields;

    /// <summary>Its fields by their numbers in protobuf; empty when it has no protobuf form here.</summary>
    public ProtobufFields Protobuf { get; init; } = ProtobufFields.None;

    /// <summary>A field by its wire name, or null.</summary>
    public SchemaField? Find(string field) => _byName.GetValueOrDefault(field);
}
