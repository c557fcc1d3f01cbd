namespace Podclip.LocalCluster.Nodes;

/// <summary>
/// Runs the pods that are bound to <see cref="LocalNode.Name"/>. It watches the store's pods, writes their status through
/// <see cref="Storage.ObjectStore.Update"/>, ends the containers of a pod whose deletionTimestamp is set (within
/// metadata.deletionGracePeriodSeconds of it) and then calls <see cref="PodRemoval.Confirm"/>. A pod that vanishes from the store was
/// deleted by force: its containers are killed. Disposing stops the kubelet and leaves the containers to their supervisors.
/// </summary>
internal interface IKubelet : IPodLogSource, IPodExecutor, IAsyncDisposable
{
    /// <summary>Takes up the pods that run already and starts to work.</summary>
    Task StartAsync(CancellationToken cancellationToken);
}
