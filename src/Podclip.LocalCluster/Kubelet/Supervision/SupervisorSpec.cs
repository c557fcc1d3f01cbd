namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>All a supervisor needs to know of its pod. It reaches the supervisor through its channel and never a file: it holds secrets.</summary>
/// <param name="RestartPolicy">The pod's restart policy.</param>
/// <param name="Grace">How long sidecars may take to end when the others have.</param>
/// <param name="InitContainers">Run one after the other first.</param>
/// <param name="Containers">Run side by side after them.</param>
internal sealed record SupervisorSpec(
    RestartPolicy RestartPolicy,
    TimeSpan Grace,
    IReadOnlyList<ContainerSpec> InitContainers,
    IReadOnlyList<ContainerSpec> Containers);
