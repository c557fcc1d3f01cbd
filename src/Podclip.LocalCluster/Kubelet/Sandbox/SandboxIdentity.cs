using Podclip.LocalCluster.Kubelet.Native;

namespace Podclip.LocalCluster.Kubelet.Sandbox;

/// <summary>Who a container is: inside, and as the machine's files know it.</summary>
/// <param name="User">The user it sees itself as.</param>
/// <param name="Group">The group it sees itself as.</param>
/// <param name="OnDisk">Who it is on disk.</param>
/// <param name="DropsRoot">Whether the cluster runs as root and has to become <paramref name="OnDisk"/> first.</param>
internal sealed record SandboxIdentity(uint User, uint Group, OnDiskIdentity OnDisk, bool DropsRoot);
