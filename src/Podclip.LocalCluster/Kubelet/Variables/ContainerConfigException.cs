namespace Podclip.LocalCluster.Kubelet.Variables;

/// <summary>A container's settings refer to something that is missing; the kubelet shows the message as CreateContainerConfigError and tries again.</summary>
internal sealed class ContainerConfigException(string message) : Exception(message);
