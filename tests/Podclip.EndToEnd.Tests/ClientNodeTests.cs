namespace Podclip.EndToEnd.Tests;

/// <summary>The Kubernetes client of Node.js against the embedded cluster.</summary>
[Trait("Needs", "node")]
public sealed class ClientNodeTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private const string Folder = "PODCLIP_TEST_CLIENT_NODE";

    [Fact]
    public async Task Client_node_creates_informs_follows_executes_and_deletes()
    {
        var folder = Environment.GetEnvironmentVariable(Folder);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"There is no @kubernetes/client-node; ./test.sh installs it and says where in {Folder}.");
        using var state = new TemporaryDirectory();
        using var process = PodclipProcess.Start(
            "node",
            state.Path,
            [Path.Combine(AppContext.BaseDirectory, "ClientNode", "tour.mjs"), folder!],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBECONFIG"] = cluster.Cluster.KubeconfigPath });
        var exit = (await process.ExitAsync(TimeSpan.FromMinutes(4))).Expect(0);
        Assert.Equal(
            ["created", "informer add", "pod running", "exec", "log followed", "informer update", "deleted", "ApiException 404"],
            exit.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
