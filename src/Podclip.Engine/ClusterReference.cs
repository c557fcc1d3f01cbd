namespace Podclip.Engine;

/// <summary>How a run's cluster was found, so that another process finds it again. Holds no credential.</summary>
/// <param name="Kubeconfig">The kubeconfig file, or several as in <c>KUBECONFIG</c>; null for in-cluster.</param>
/// <param name="Context">The context in it; null for its current one at that time.</param>
/// <param name="IsEmbedded">Whether it is the embedded cluster of this machine.</param>
public sealed record ClusterReference(string? Kubeconfig, string? Context, bool IsEmbedded);
