namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>Why a pod's containers cannot be started yet.</summary>
/// <param name="Container">The container it is about; null when it is the whole pod.</param>
/// <param name="Reason">One word in upper camel case, as the container's waiting state shows it.</param>
/// <param name="Message">What is wrong; null when the reason says it all.</param>
internal sealed record ContainerTrouble(string? Container, string Reason, string? Message);
