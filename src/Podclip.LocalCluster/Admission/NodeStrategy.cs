namespace Podclip.LocalCluster.Admission;

/// <summary>Nodes: their status is written through its own subresource.</summary>
internal sealed class NodeStrategy : ObjectStrategy
{
    public override bool HasStatus => true;
}
