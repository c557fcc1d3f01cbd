using System.Diagnostics;
using System.Globalization;
using Podclip.LocalCluster.Kubelet.Pods;
using Podclip.LocalCluster.Kubelet.Supervision;

namespace Podclip.LocalCluster.Tests.Kubelet;

public sealed class SupervisorPoolTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("podclip-pool-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task One_that_dies_while_it_waits_does_not_keep_the_pool_from_ending()
    {
        await using var pool = await WithOneDeadAsync();
        await pool.DisposeAsync();
        Assert.False(Directory.Exists(Path.Combine(_directory, "supervisors")));
    }

    [Fact]
    public async Task One_that_dies_while_it_waits_is_not_given_a_pod()
    {
        await using var pool = await WithOneDeadAsync();
        var pod = PodDirectory.Of(_directory, "pod");
        Directory.CreateDirectory(pod.Path);
        await pool.RunAsync(pod, new SupervisorSpec(RestartPolicy.Never, TimeSpan.Zero, [], []), TestContext.Current.CancellationToken);
        await UntilAsync(() => pool.Count is (>= 1, >= 1));
    }

    /// <summary>A pool whose only supervisor was killed after it had been offered.</summary>
    private async Task<SupervisorPool> WithOneDeadAsync()
    {
        var file = Path.Combine(_directory, "pid");
        var pool = new SupervisorPool(["/bin/sh", "-c", $"echo $$ > {file}; exec '{TestNode.SupervisorProgram}' supervise-pod"], _directory, TimeProvider.System);
        pool.Warm();
        await UntilAsync(() => pool.Count is (1, 1));
        using (var supervisor = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture)))
        {
            supervisor.Kill();
        }

        await UntilAsync(() => pool.Count is (0, 1));
        return pool;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(20, bound.Token);
        }
    }
}
