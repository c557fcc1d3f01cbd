namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>One pod, and not a later one of its name.</summary>
internal sealed record PodKey(string Namespace, string Name, string Uid);
