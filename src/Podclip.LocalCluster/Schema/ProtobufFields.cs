using System.Globalization;

namespace Podclip.LocalCluster.Schema;

/// <summary>The fields of a message by their numbers.</summary>
internal sealed class ProtobufFields
{
    private readonly Dictionary<int, (SchemaField Field, bool KeepsZero)> _fields = [];
    private readonly Dictionary<int, ProtobufFields> _inlined = [];

    /// <summary>No field has a number.</summary>
    public static ProtobufFields None { get; } = new();

    /// <summary>Reads the words of a type's line in <c>kubernetes.protobuf</c>. Fields the schema does not have are left out.</summary>
    /// <exception cref="FormatException">A word is malformed.</exception>
    public static ProtobufFields Parse(IEnumerable<string> words, IReadOnlyList<SchemaField> fields)
    {
        var result = new ProtobufFields();
        foreach (var word in words)
        {
            if (word.Split('=') is not [var name, var number])
            {
                throw new FormatException($"'{word}' is not NAME=NUMBER");
            }

            if (fields.FirstOrDefault(f => f.Name == name) is { } field)
            {
                result.Add([.. number.TrimEnd('?').Split('.').Select(n => int.Parse(n, CultureInfo.InvariantCulture))], field, number.EndsWith('?'));
            }
        }

        return result;
    }

    /// <summary>A field by its number; null when it is unknown.</summary>
    public (SchemaField Field, bool KeepsZero)? Find(int number) => _fields.TryGetValue(number, out var found) ? found : null;

    /// <summary>The fields of a message whose members JSON writes inline; null when the number is not that of one.</summary>
    public ProtobufFields? FindInlined(int number) => _inlined.GetValueOrDefault(number);

    /// <summary>Whether a field has a number, here or inside an inlined message.</summary>
    public bool Has(string name) => _fields.Values.Any(f => f.Field.Name == name) || _inlined.Values.Any(i => i.Has(name));

    private void Add(ReadOnlySpan<int> path, SchemaField field, bool keepsZero)
    {
        if (path.Length == 1)
        {
            _fields.Add(path[0], (field, keepsZero));
            return;
        }

        if (!_inlined.TryGetValue(path[0], out var inner))
        {
            inner = new ProtobufFields();
            _inlined.Add(path[0], inner);
        }

        inner.Add(path[1..], field, keepsZero);
    }
}
