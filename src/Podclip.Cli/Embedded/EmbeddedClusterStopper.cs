using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.Kubernetes.Resources;

namespace Podclip.Cli.Embedded;

/// <summary>Ends the embedded cluster with everything that runs in it.</summary>
/// <param name="host">The process.</param>
internal sealed class EmbeddedClusterStopper(CliHost host)
{
    private static readonly TimeSpan PodBound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ProcessBound = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly ClusterFiles _files = new(host.State);

    /// <summary>Deletes all Jobs and Pods, waits until their processes are gone, and ends the cluster's process.</summary>
    /// <param name="process">The cluster's process.</param>
    /// <param name="cancellationToken">Ends the waits.</param>
    /// <returns>How many pods were ended.</returns>
    public async Task<int> StopAsync(ClusterProcess process, CancellationToken cancellationToken)
    {
        var pods = 0;
        try
        {
            using var client = new KubernetesClient(KubeConfig.Load(process.Kubeconfig), host.TimeProvider);
            pods = await RemovePodsAsync(client, cancellationToken);
        }
        catch (Exception e) when (e is KubernetesException or KubeConfigException or TimeoutException)
        {
            await host.Terminal.Error.WriteLineAsync($"podclip: its pods could not all be ended first: {Terminal.Printable.Line(e.Message)}");
        }

        await EndProcessAsync(process, cancellationToken);
        _files.Remove();
        return pods;
    }

    private async Task<int> RemovePodsAsync(KubernetesClient client, CancellationToken cancellationToken)
    {
        var everywhere = new ResourceSelector(Namespace: null);

        // Counted before their Jobs go: the collector may have ended them by the time of the next look.
        var ended = (await client.ListAsync(ResourceTypes.Pods, everywhere, cancellationToken)).Items.Select(pod => pod.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var job in (await client.ListAsync(ResourceTypes.Jobs, everywhere, cancellationToken)).Items)
        {
            await client.DeleteAsync(ResourceTypes.Jobs, job.Metadata.Namespace, job.Metadata.Name!, PropagationPolicy.Background, cancellationToken: cancellationToken);
        }

        var pods = (await client.ListAsync(ResourceTypes.Pods, everywhere, cancellationToken)).Items;
        foreach (var pod in pods)
        {
            await client.DeleteAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, PropagationPolicy.Background, gracePeriod: TimeSpan.FromSeconds(1), cancellationToken: cancellationToken);
        }

        await WaitAsync(PodBound, async () => (await client.ListAsync(ResourceTypes.Pods, everywhere, cancellationToken)).Items.Count == 0, cancellationToken);
        ended.UnionWith(pods.Select(pod => pod.Metadata.Uid));
        return ended.Count;
    }

    private async Task EndProcessAsync(ClusterProcess process, CancellationToken cancellationToken)
    {
        ProcessTable.Terminate(process.Pid);
        try
        {
            await WaitAsync(ProcessBound, () => Task.FromResult(IsGone(process)), cancellationToken);
        }
        catch (TimeoutException)
        {
            ProcessTable.Kill(process.Pid);
            await WaitAsync(ProcessBound, () => Task.FromResult(IsGone(process)), cancellationToken);
        }
    }

    private static bool IsGone(ClusterProcess process) => ProcessTable.StartTicks(process.Pid) != process.StartTicks;

    private async Task WaitAsync(TimeSpan bound, Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        var start = host.TimeProvider.GetTimestamp();
        while (!await condition())
        {
            if (host.TimeProvider.GetElapsedTime(start) > bound)
            {
                throw new TimeoutException($"they did not end within {bound.TotalSeconds:0} s.");
            }

            await Task.Delay(Step, host.TimeProvider, cancellationToken);
        }
    }
}
