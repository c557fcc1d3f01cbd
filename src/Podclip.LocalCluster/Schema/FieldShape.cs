namespace Podclip.LocalCluster.Schema;

/// <summary>How many values a field holds.</summary>
internal enum FieldShape
{
    Single,
    List,
    Map,
}
