namespace Podclip.LocalCluster.Kubelet.Images;

/// <summary>The catalogue's file.</summary>
internal sealed record ImageList(IReadOnlyList<ImageEntry> Images);
