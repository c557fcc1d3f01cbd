using System.Diagnostics;
using Podclip.Kubernetes.Client;

namespace Podclip.EndToEnd.Tests;

/// <summary>What runs leave in a cluster, which is to be nothing.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>Waits until no Job, Pod or Secret of any run is left, and names those that stay.</summary>
    public static async Task NoneAsync(KubernetesClient client, string ns, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        var ours = new ResourceSelector(ns, Labels: "podclip.dev/run-id");
        while (true)
        {
            List<string> left =
            [
                .. Told("Job", (await client.ListAsync(ResourceTypes.Jobs, ours, cancellationToken)).Items.Select(job => job.Metadata)),
                .. Told("Pod", (await client.ListAsync(ResourceTypes.Pods, ours, cancellationToken)).Items.Select(pod => pod.Metadata)),
                .. Told("Secret", (await client.ListAsync(ResourceTypes.Secrets, ours, cancellationToken)).Items.Select(secret => secret.Metadata)),
            ];
            if (left.Count == 0)
            {
                return;
            }

            Assert.True(waited.Elapsed < Bound, $"Left in {ns}: {string.Join("; ", left)}");
            await Task.Delay(50, cancellationToken);
        }
    }

    private static IEnumerable<string> Told(string kind, IEnumerable<ObjectMeta> objects) => objects.Select(left =>
        $"{kind} {left.Name} of {left.CreationTimestamp:O}, deleted {left.DeletionTimestamp:O}, finalizers [{string.Join(", ", left.Finalizers ?? [])}], owner {(left.OwnerReferences is [var owner, ..] ? owner.Uid : null)}");
}
