using System.Text.RegularExpressions;
using Podclip.Kubernetes.Client;

namespace Podclip.EndToEnd.Tests;

/// <summary>One run per agent, whoever asks: two processes at the same moment.</summary>
[Trait("Needs", "time")]
public sealed partial class RaceTests(TestCluster cluster) : IClassFixture<TestCluster>, IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly TemporaryDirectory _otherState = new();

    [Fact]
    public async Task R24_Of_two_processes_exactly_one_starts_and_the_other_says_who_holds_the_agent()
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            using var left = Race(_state);
            using var right = Race(_otherState);
            var leftExit = left.ExitAsync(TimeSpan.FromMinutes(1));
            var rightExit = right.ExitAsync(TimeSpan.FromMinutes(1));
            var refused = await await Task.WhenAny(leftExit, rightExit);
            refused.Expect(5);
            var holder = HolderInMessage().Match(refused.Error);
            Assert.True(holder.Success, refused.Error);
            var job = Assert.Single((await cluster.Client.ListAsync(
                ResourceTypes.Jobs,
                new ResourceSelector("default", Labels: $"podclip.dev/run-id={holder.Groups["run"].Value}"),
                TestContext.Current.CancellationToken)).Items);
            Assert.NotEqual(true, job.Spec!.Suspend);
            (leftExit.IsCompleted ? right : left).Interrupt();
            (await (leftExit.IsCompleted ? rightExit : leftExit)).Expect(130);
        }

        await cluster.NothingIsLeftAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _state.Dispose();
        _otherState.Dispose();
    }

    private PodclipProcess Race(TemporaryDirectory state) => PodclipProcess.Start(
        cluster,
        state.Path,
        ["run", "shell", "--kubeconfig", cluster.Cluster.KubeconfigPath, "--agent", "raced", "--home", "none", "--no-wait", "--prompt", "sleep 600"]);


    [GeneratedRegex(@"\(run (?<run>[a-z0-9]+)\) holds agent raced", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HolderInMessage();
}
