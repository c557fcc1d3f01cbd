namespace Podclip.LocalCluster.Schema;

/// <summary>One field of a type.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Type">What a value, list item or map entry is.</param>
/// <param name="StructName">The type's name when it is a <see cref="FieldType.Struct"/>.</param>
/// <param name="Shape">Whether it is one value, a list or a map.</param>
/// <param name="MergeKey">For lists: the member by which strategic merge patches match items; <c>=</c> unites plain values; null replaces the list.</param>
/// <param name="IsAlwaysWritten">Written (as null or empty) even when there is nothing in it.</param>
internal sealed record SchemaField(string Name, FieldType Type, string? StructName, FieldShape Shape, string? MergeKey, bool IsAlwaysWritten);
