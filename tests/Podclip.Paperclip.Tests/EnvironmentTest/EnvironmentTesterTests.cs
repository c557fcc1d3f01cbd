using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.EnvironmentTest;
using Podclip.Paperclip.Hosting;

namespace Podclip.Paperclip.Tests.EnvironmentTest;

/// <summary>What is told where there is no cluster; tests of the command have one.</summary>
public sealed class EnvironmentTesterTests
{
    private static readonly AdapterRecipe Recipe = AdapterRecipes.Find("claude_k8s")!;

    [Fact]
    public async Task Without_a_cluster_the_configuration_is_judged_all_the_same()
    {
        var result = await TestAsync(new ClusterSourceException("No cluster in this test."), new JsonObject { ["timeoutSec"] = "soon", ["env"] = 7 });
        Assert.Equal(["k8s_config_invalid", "k8s_config_invalid", "k8s_api_unreachable"], result.Checks.Select(check => check.Code));
        Assert.Equal("Cannot reach Kubernetes API: No cluster in this test.", result.Checks[^1].Message);
        Assert.Equal(("fail", "claude_k8s"), (result.Status, result.AdapterType));
    }

    [Fact]
    public async Task A_fault_of_ours_is_a_check()
    {
        var check = Assert.Single((await TestAsync(new InvalidOperationException("a fault"), [])).Checks);
        Assert.Equal(("podclip_fault", "error", "Podclip failed: InvalidOperationException: a fault"), (check.Code, check.Level, check.Message));
    }

    [Fact]
    public async Task A_test_that_is_cancelled_says_so()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var result = await TestAsync(new OperationCanceledException(cancel.Token), [], cancel.Token);
        Assert.Equal("environment_test_unfinished", Assert.Single(result.Checks).Code);
    }

    private static Task<AdapterEnvironmentTestResult> TestAsync(Exception failure, JsonObject config, CancellationToken? cancellationToken = null) =>
        new EnvironmentTester(new NoCluster(failure), new HostProcess(new Dictionary<string, string>(), "/nowhere"), TimeProvider.System)
            .TestAsync(Recipe, new AdapterEnvironmentTestContext { CompanyId = "", AdapterType = "claude_k8s", Config = config }, cancellationToken ?? TestContext.Current.CancellationToken);

    private sealed class NoCluster(Exception failure) : IClusterSource
    {
        public Task<ConnectedCluster> ConnectAsync(string? kubeconfig, CancellationToken cancellationToken) => Task.FromException<ConnectedCluster>(failure);
    }
}
