using Podclip.LocalCluster;

namespace Podclip.EndToEnd.Tests;

/// <summary>What a run costs the API server, counted there.</summary>
public sealed class RequestCountTests(TestCluster cluster) : IClassFixture<TestCluster>, IDisposable
{
    private readonly TemporaryDirectory _state = new();

    [Fact]
    [Trait("Needs", "time")]
    public async Task A_long_run_costs_no_more_requests_than_a_short_one()
    {
        var ten = await CountAsync("sleep 10");
        var hundredTwenty = await CountAsync("i=0; while [ $i -lt 120 ]; do echo $i; sleep 1; i=$((i+1)); done");
        Assert.Equal(ten, hundredTwenty);
        Assert.InRange(ten.Count, 1, 6);
    }

    [Fact]
    public async Task A_run_without_a_name_costs_five_requests()
    {
        Assert.Equal(
            ["create jobs.batch", "create secrets", "patch jobs.batch", "get pods/log", "delete jobs.batch"],
            await CountAsync("echo hi"));
    }

    [Fact]
    public async Task A_home_costs_one_request_more()
    {
        Assert.Equal(
            ["create persistentvolumeclaims", "create jobs.batch", "create secrets", "patch jobs.batch", "get pods/log", "delete jobs.batch"],
            await CountAsync("echo hi", "--agent", "counted"));
    }

    public void Dispose() => _state.Dispose();

    private async Task<IReadOnlyList<string>> CountAsync(string script, params IEnumerable<string> arguments)
    {
        cluster.ForgetRequests();
        (await PodclipProcess.RunAsync(cluster, _state.Path, ["run", "shell", "--kubeconfig", cluster.Cluster.KubeconfigPath, "--prompt", script, .. arguments])).Expect(0);
        return [.. cluster.Requests.Where(request => !IsOwnWatch(request)).Select(request => $"{request.Verb} {request.Resource}")];
    }

    // A shared cache is one list and one watch for the whole process, whatever its runs.
    private static bool IsOwnWatch(ApiRequestRecord request) => request.IsWatch || request.Verb == "list";
}
