namespace Podclip.LocalCluster.Kubelet.Volumes;

/// <summary>A volume that is there.</summary>
/// <param name="Path">The directory or file of this machine.</param>
/// <param name="IsReadOnly">Whether no container may write to it.</param>
internal sealed record PreparedVolume(string Path, bool IsReadOnly);
