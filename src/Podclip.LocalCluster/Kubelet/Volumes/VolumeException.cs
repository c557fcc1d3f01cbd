namespace Podclip.LocalCluster.Kubelet.Volumes;

/// <summary>A volume cannot be made yet, or not at all; the kubelet reports it as FailedMount and tries again.</summary>
/// <param name="volume">The volume's name in the pod.</param>
/// <param name="message">Why.</param>
internal sealed class VolumeException(string volume, string message) : Exception($"MountVolume.SetUp failed for volume \"{volume}\" : {message}");
