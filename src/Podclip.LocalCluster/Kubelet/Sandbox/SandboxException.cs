namespace Podclip.LocalCluster.Kubelet.Sandbox;

/// <summary>A container asks for something no sandbox can be built from.</summary>
internal sealed class SandboxException(string message) : Exception(message);
