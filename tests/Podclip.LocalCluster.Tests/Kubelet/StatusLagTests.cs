using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

/// <summary>A node that looks at its containers now and then, as a real one does.</summary>
public sealed class StatusLagTests
{
    [Fact]
    public async Task A_container_that_ends_between_two_looks_was_never_seen_to_run()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var node = await TestNode.StartAsync(statusLag: TimeSpan.FromSeconds(1), clock: clock);
        var since = node.Store.Version;
        node.RunScript("p", "exit 3");
        var record = node.DirectoryOf("p").Record("main");
        while (ContainerRecordFile.Read(record)?.State != ContainerRunState.Ended)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var first = node.WaitAsync("p", p => p.Items("status", "containerStatuses").Any(c => c.At("state", "waiting") is null), since);
        var last = node.WaitForPhaseAsync("p", "Failed");
        while (!last.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal("Pending", (await first).Text("status", "phase"));
        Assert.Equal(3, (await first).Items("status", "containerStatuses").Single().Number("state", "terminated", "exitCode"));
        Assert.Equal(3, (await last).Items("status", "containerStatuses").Single().Number("state", "terminated", "exitCode"));
    }

    [Fact]
    public async Task A_deletion_does_not_wait_for_the_next_look()
    {
        await using var node = await TestNode.StartAsync(statusLag: TimeSpan.FromHours(1));
        node.RunScript("p", "trap 'exit 0' TERM; while :; do sleep 0.05; done");
        await node.WaitForEventAsync(e => e == "Normal Started Started container main");

        node.Delete("p", 10);

        await node.WaitForRemovalAsync("p");
    }
}
