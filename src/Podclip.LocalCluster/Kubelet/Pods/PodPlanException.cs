namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>A container cannot be started as it is described now; tried again, because what it refers to may come.</summary>
internal sealed class PodPlanException(string container, string reason, string message) : Exception(message)
{
    /// <summary>What the kubelet shows.</summary>
    public ContainerTrouble Trouble { get; } = new(container, reason, message);
}
