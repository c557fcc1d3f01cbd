namespace Podclip.LocalCluster.Kubelet.Volumes;

/// <summary>One file of a volume that is made from objects.</summary>
/// <param name="Path">Where in the volume.</param>
/// <param name="Content">What is in it.</param>
/// <param name="Mode">Its permissions.</param>
internal sealed record VolumeFile(string Path, byte[] Content, int Mode);
