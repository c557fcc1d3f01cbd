using System.Net;
using System.Net.Sockets;

namespace Podclip.EndToEnd.Tests.Ends;

/// <summary>Clusters that cannot be asked, or that refuse.</summary>
public sealed class ClusterAccessTests(TestCluster cluster) : IClassFixture<TestCluster>
{
    private static readonly string[] Everything =
    [
        "batch/jobs: create,get,list,watch,patch,delete",
        "/pods: get,list,watch,delete",
        "/secrets: create,get,delete",
        "/events: list,watch",
        "/persistentvolumeclaims: create,get",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cluster_that_is_away_for_20_seconds_costs_nothing_but_time()
    {
        using var stage = await EndStage.CreateAsync(cluster, "away");
        using var folder = new TemporaryDirectory();
        await using var proxy = new CuttableProxy(cluster.Cluster.Server);
        using var run = stage.StartBy(proxy.WriteKubeconfig(cluster, folder.Path), ["run", "shell", "--prompt", "i=0; while [ $i -lt 150 ]; do i=$((i+1)); echo line $i; sleep 0.2; done; exit 9"]);
        await stage.RunningPodAsync();
        proxy.Cut();
        await Task.Delay(TimeSpan.FromSeconds(20), Token);
        proxy.Mend();
        await stage.EndsAsync(run, 1, "agent_failed", "agent_failed", "code 9");
        var shown = await stage.CommandAsync("attach", "--last");
        Assert.Equal(Enumerable.Range(1, 150).Select(i => $"line {i}"), shown.Text.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("line ", StringComparison.Ordinal)));
        Assert.Contains("The cluster cannot be asked; the agent goes on meanwhile.", shown.Error, StringComparison.Ordinal);
        Assert.Contains("The cluster answers again after", shown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_stays_away_is_given_up_on_and_the_agent_goes_on()
    {
        using var stage = await EndStage.CreateAsync(cluster, "gone");
        using var folder = new TemporaryDirectory();
        await using var proxy = new CuttableProxy(cluster.Cluster.Server);
        using var run = stage.StartBy(proxy.WriteKubeconfig(cluster, folder.Path), ["run", "shell", "--prompt", "echo working; sleep 15", "--unreachable-timeout", "4s"]);
        var pod = await stage.RunningPodAsync();
        proxy.Cut();
        var exit = (await run.ExitAsync(TimeSpan.FromMinutes(1))).Expect(4);
        Assert.Equal(("outcome_unknown", "cluster_unreachable"), (exit.Json.GetProperty("outcome").GetString(), exit.Json.GetProperty("errorCode").GetString()));
        Assert.Contains("may still be at work", exit.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        await stage.PodAsync(p => p.Metadata.Uid == pod.Metadata.Uid && p.Status?.Phase == "Succeeded");
    }

    [Fact]
    public async Task A_cluster_that_nobody_answers_for()
    {
        using var stage = await EndStage.CreateAsync(cluster, "closed");
        using var folder = new TemporaryDirectory();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var kubeconfig = Path.Combine(folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, (await File.ReadAllTextAsync(cluster.Cluster.KubeconfigPath, Token)).Replace($":{cluster.Cluster.Server.Port}", $":{port}", StringComparison.Ordinal), Token);
        using var run = stage.StartBy(kubeconfig, ["run", "shell", "--prompt", "true"]);
        await stage.EndsAsync(run, 3, "cluster_unavailable", "cluster_unreachable", $"127.0.0.1:{port}", "connection refused");
    }

    [Fact]
    public async Task A_token_that_is_not_accepted()
    {
        using var stage = await EndStage.CreateAsync(cluster, "token");
        using var folder = new TemporaryDirectory();
        using var run = stage.StartBy(LimitedAccess.Write(cluster, folder.Path, "an-expired-token"), ["run", "shell", "--prompt", "true"]);
        var result = await stage.EndsAsync(run, 3, "cluster_unavailable", "cluster_unauthorized", "401");
        Assert.DoesNotContain("an-expired-token", result.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_that_is_not_granted_is_named_with_the_Role_that_grants_it()
    {
        using var stage = await EndStage.CreateAsync(cluster, "verb");
        using var folder = new TemporaryDirectory();
        var kubeconfig = await LimitedAccess.CreateAsync(cluster, stage.Namespace, folder.Path, Everything.Select(rule => rule.Replace("jobs: create,", "jobs: ", StringComparison.Ordinal)));
        using var run = stage.StartBy(kubeconfig, ["run", "shell", "--prompt", "true"]);
        var result = await stage.EndsAsync(run, 3, "cluster_unavailable", "cluster_forbidden", "cannot create resource \"jobs\"");
        Assert.Contains("verbs: [create]", result.GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_is_refused_does_not_end_a_script()
    {
        using var stage = await EndStage.CreateAsync(cluster, "no-log");
        using var folder = new TemporaryDirectory();
        using var run = stage.StartBy(await LimitedAccess.CreateAsync(cluster, stage.Namespace, folder.Path, Everything), ["run", "shell", "--prompt", "exit 6"]);
        var result = await stage.EndsAsync(run, 1, "agent_failed", "agent_failed", "code 6");
        Assert.True(result.GetProperty("evidence").GetProperty("outputMissing").GetBoolean());
    }

    [Fact]
    public async Task A_log_that_is_refused_leaves_an_agents_outcome_unknown()
    {
        using var stage = await EndStage.CreateAsync(cluster, "no-transcript");
        using var folder = new TemporaryDirectory();
        var kubeconfig = await LimitedAccess.CreateAsync(cluster, stage.Namespace, folder.Path, Everything);
        using var run = stage.FakeClaudeBy(kubeconfig, "exit 0");
        await stage.EndsAsync(run, 4, "outcome_unknown", "k8s_log_refused", "pods/log");
    }

    [Fact]
    public async Task A_kubeconfig_that_cannot_be_used_starts_nothing()
    {
        using var stage = await EndStage.CreateAsync(cluster, "kubeconfig");
        using var folder = new TemporaryDirectory();
        var kubeconfig = Path.Combine(folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, "apiVersion: v1\nkind: Config\ncurrent-context: nowhere\n", Token);
        using var run = stage.StartBy(kubeconfig, ["run", "shell", "--prompt", "true"]);
        var exit = (await run.ExitAsync(TimeSpan.FromMinutes(1))).Expect(2);
        Assert.Contains("nowhere", exit.Error, StringComparison.Ordinal);
    }
}
