namespace Podclip.LocalCluster.Kubelet.Sandbox;

/// <summary>A file or directory of the machine that a container sees.</summary>
/// <param name="Source">Where it lies.</param>
/// <param name="Target">Where the container sees it.</param>
/// <param name="IsReadOnly">Whether the container may only read it.</param>
internal sealed record SandboxMount(string Source, string Target, bool IsReadOnly);
