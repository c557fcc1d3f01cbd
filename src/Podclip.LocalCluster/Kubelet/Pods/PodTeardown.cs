using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Supervision;

namespace Podclip.LocalCluster.Kubelet.Pods;

/// <summary>Ends everything that runs of a pod and removes its directory.</summary>
internal static class PodTeardown
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Kills the containers at once, and the supervisor too if it does not end by itself soon.</summary>
    public static async Task RunAsync(PodDirectory directory, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var changed = new WakeSignal();
        await using (var connection = await SupervisorConnection.ConnectAsync(directory, wantsLogs: false, changed.Set, cancellationToken))
        {
            if (connection is not null)
            {
                connection.Terminate(TimeSpan.Zero);
                await WaitForEndAsync(connection, changed, timeProvider, cancellationToken);
                if (!connection.HasEnded)
                {
                    SupervisorProcess.Kill(directory);
                    await WaitForEndAsync(connection, changed, timeProvider, cancellationToken);
                }
            }
        }

        TreeRemoval.Remove(directory.Path);
    }

    private static async Task WaitForEndAsync(SupervisorConnection connection, WakeSignal changed, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var since = timeProvider.GetTimestamp();
        while (!connection.HasEnded && timeProvider.GetElapsedTime(since) < Patience)
        {
            await changed.WaitAsync(Patience, timeProvider, cancellationToken);
        }
    }
}
