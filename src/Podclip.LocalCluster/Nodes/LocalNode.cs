namespace Podclip.LocalCluster.Nodes;

/// <summary>The one node of the cluster.</summary>
internal static class LocalNode
{
    /// <summary>Its name; the scheduler writes it to spec.nodeName.</summary>
    public const string Name = "local";
}
