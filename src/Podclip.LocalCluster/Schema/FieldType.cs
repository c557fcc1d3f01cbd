namespace Podclip.LocalCluster.Schema;

/// <summary>The kinds of values a field can hold.</summary>
internal enum FieldType
{
    Text,
    Flag,
    Int32,
    Int64,
    Quantity,
    Time,
    MicroTime,
    IntOrText,
    Bytes,
    Anything,
    Struct,
}
