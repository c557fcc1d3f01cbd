using System.Globalization;

namespace Podclip.LocalCluster.Tests.Api;

public class PortTests
{
    [Fact]
    public async Task The_port_that_a_cluster_keeps_is_one_that_the_system_gives_to_nobody_else()
    {
        var range = (await File.ReadAllTextAsync("/proc/sys/net/ipv4/ip_local_port_range", TestContext.Current.CancellationToken)).Split('\t', ' ');
        var first = int.Parse(range[0], CultureInfo.InvariantCulture);
        Assert.SkipWhen(first < 30_000, "this system gives out all ports");
        var directory = Directory.CreateTempSubdirectory("podclip-port-").FullName;
        try
        {
            int port;
            await using (var cluster = await TestCluster.StartAsync(directory))
            {
                port = cluster.Cluster.Server.Port;
            }

            Assert.InRange(port, 1024, first - 1);
            await using var again = await TestCluster.StartAsync(directory);
            Assert.Equal(port, again.Cluster.Server.Port);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
