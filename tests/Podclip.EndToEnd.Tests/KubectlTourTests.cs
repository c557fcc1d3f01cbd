namespace Podclip.EndToEnd.Tests;

/// <summary><c>eng/kubectl-tour.sh</c>: kubectl as it is, against an embedded cluster.</summary>
[Trait("Needs", "kubectl")]
public sealed class KubectlTourTests
{
    private const int LacksSomething = 2;

    [Fact]
    public async Task Kubectl_believes_the_embedded_cluster()
    {
        using var state = new TemporaryDirectory();
        using var process = PodclipProcess.Start(
            "bash",
            state.Path,
            [Path.Combine(Repository.Folder, "eng", "kubectl-tour.sh")],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["PODCLIP"] = PodclipProcess.Binary });
        var exit = await process.ExitAsync(TimeSpan.FromMinutes(10));
        Assert.SkipWhen(exit.Code == LacksSomething && exit.Error.Contains("kubectl", StringComparison.Ordinal), exit.Error);
        Assert.True(exit.Code == 0, exit.Text + exit.Error);
        Assert.Matches(@"\d+ passed, 0 failed\n$", exit.Text);
    }
}
