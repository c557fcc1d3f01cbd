using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests;

internal static class StoreWaiting
{
    private static readonly string[] Watched =
    [
        ResourceNames.Jobs, ResourceNames.Pods, ResourceNames.Secrets, ResourceNames.ConfigMaps,
        ResourceNames.PersistentVolumeClaims, ResourceNames.Namespaces, ResourceNames.Events, ResourceNames.ServiceAccounts,
        ResourceNames.ResourceQuotas, ResourceNames.PodDisruptionBudgets,
    ];

    /// <summary>Waits until something has changed after a version.</summary>
    public static async Task WaitForChangeAsync(this ObjectStore store, long version, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waits = Watched.Select(async resource =>
        {
            var cursor = store.OpenCursor(resource, version);
            while (cursor.Take().Count == 0)
            {
                await cursor.WaitAsync(done.Token);
            }
        }).ToList();
        await await Task.WhenAny(waits);
        await done.CancelAsync();
        await Task.WhenAll(waits).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
