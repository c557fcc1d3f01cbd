using Podclip.Kubernetes.Client;
using Podclip.LocalCluster;

namespace Podclip.EndToEnd.Tests;

/// <summary>Many Jobs at once on the embedded cluster.</summary>
[Collection(AloneCollection.Name)]
public sealed class LoadTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    [Fact]
    [Trait("Needs", "time")]
    public async Task A_thousand_short_Jobs_created_at_once_all_complete_and_leave_nothing()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(Bound);
        await RunAsync("warm", 100, bound.Token);
        var (memory, files) = Measure();

        await RunAsync("load", 1000, bound.Token);

        // What stays for a while is known: some thousand Events, and the last changes of each kind, for who watches.
        var (memoryAfter, filesAfter) = await SettledAsync(memory, files, bound.Token);
        Assert.True(memoryAfter < memory + (48 << 20), $"{memory >> 20} MB were in use before, {memoryAfter >> 20} MB after");
        Assert.True(filesAfter <= files + 16, $"{files} files were open before, {filesAfter} after");
    }

    private async Task RunAsync(string ns, int count, CancellationToken cancellationToken)
    {
        await cluster.Client.CreateAsync(ResourceTypes.Namespaces, null, new Namespace { Metadata = new ObjectMeta { Name = ns } }, cancellationToken: cancellationToken);
        await Parallel.ForAsync(0, count, cancellationToken, async (i, token) =>
            await cluster.Client.CreateAsync(ResourceTypes.Jobs, ns, ShellJob.Of(ns, $"job-{i}", $"echo {i}"), cancellationToken: token));
        IReadOnlyList<Job> jobs;
        do
        {
            await Task.Delay(500, cancellationToken);
            jobs = (await cluster.Client.ListAsync(ResourceTypes.Jobs, new ResourceSelector(ns), cancellationToken)).Items;
        }
        while (!jobs.All(ShellJob.HasEnded));

        Assert.Equal(count, jobs.Count(job => job.Status?.Succeeded == 1));
        await cluster.Client.DeleteAsync(ResourceTypes.Namespaces, null, ns, PropagationPolicy.Background, cancellationToken: cancellationToken);
        while (await cluster.Client.FindAsync(ResourceTypes.Namespaces, null, ns, cancellationToken) is not null)
        {
            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Connections and what is finalized take their time to go.</summary>
    private static async Task<(long Memory, int Files)> SettledAsync(long memory, int files, CancellationToken cancellationToken)
    {
        var now = Measure();
        for (var i = 0; i < 60 && (now.Files > files || now.Memory > memory); i++)
        {
            await Task.Delay(250, cancellationToken);
            now = Measure();
        }

        return now;
    }

    private static (long Memory, int Files) Measure() => (GC.GetTotalMemory(forceFullCollection: true), Directory.GetFileSystemEntries("/proc/self/fd").Length);
}
