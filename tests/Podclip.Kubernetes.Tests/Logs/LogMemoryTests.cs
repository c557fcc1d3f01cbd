using System.Text;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Logs;

namespace Podclip.Kubernetes.Tests.Logs;

public class LogMemoryTests
{
    private const int LogBytes = 20 * 1024 * 1024;

    [Fact]
    public async Task Reading_twenty_megabytes_keeps_and_allocates_little()
    {
        // 500 lines of 200 bytes with times a millisecond apart, again and again.
        var line = Encoding.ASCII.GetBytes(new string('x', 200));
        var log = new ScriptedLog();
        for (var i = 0; i < LogBytes / 230; i++)
        {
            log.Add(TimeSpan.FromMilliseconds(i / 20), line);
        }

        var bytes = log.Read(null).SelectMany(l => l).ToArray();
        var connection = new ClusterConnection { Server = new Uri("http://test"), Description = "test" };
        using var client = new KubernetesClient(connection, null, null, StubHandler.Streaming(() => new ChunkedStream(bytes, [])));
        var token = TestContext.Current.CancellationToken;
        var lines = 0;
        long most = 0;
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        await foreach (var batch in new LogFollower(client, "ns", "p", "main").FollowAsync(LogPosition.Start, Task.CompletedTask, token))
        {
            lines += batch.OfType<LogItem.Line>().Count();
            if (lines % 10_000 < 300)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - start);
            }
        }

        // Everything completes at once here, so all of it happens on this thread.
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.Equal(log.Count, lines);
        Assert.True(most < 8 * 1024 * 1024, $"kept {most} bytes");
        Assert.True(allocated < (long)lines * 200, $"allocated {allocated / lines} bytes per line");
    }
}
