using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Pods;

namespace Podclip.LocalCluster.Kubelet;

/// <summary>Ends what a cluster has left running. To be called when the cluster itself does not run.</summary>
public static class ClusterTeardown
{
    /// <summary>Kills every pod of a state directory, supervisors included, and removes the pods' directories. Claims and objects stay.</summary>
    /// <param name="stateDirectory">The cluster's state directory.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many pods there were.</returns>
    public static async Task<int> RunAsync(string stateDirectory, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var root = PodDirectory.Root(stateDirectory);
        if (!Directory.Exists(root))
        {
            return 0;
        }

        var pods = Directory.GetDirectories(root);
        await Task.WhenAll(pods.Select(path => PodTeardown.RunAsync(new PodDirectory(path), timeProvider, cancellationToken)));
        TreeRemoval.Remove(root);
        return pods.Length;
    }
}
