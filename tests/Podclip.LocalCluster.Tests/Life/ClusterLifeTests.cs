using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Security;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Life;

public sealed class ClusterLifeTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _directory = Directory.CreateTempSubdirectory("podclip-cluster-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_restarted_cluster_has_its_objects_its_port_its_token_and_its_authority()
    {
        string kubeconfig;
        JsonNode job;
        await using (var first = await TestCluster.StartAsync(_directory))
        {
            kubeconfig = await File.ReadAllTextAsync(first.Cluster.KubeconfigPath, TestContext.Current.CancellationToken);
            await first.CreateAsync("/apis/batch/v1/namespaces/default/jobs", TestJobs.Script("j"));
            await first.WaitForAsync("/api/v1/namespaces/default/pods", l => l.Items("items").Any(p => p.Text("spec", "nodeName") is not null));
            job = await first.WaitForAsync("/apis/batch/v1/namespaces/default/jobs/j", j => j.Number("status", "active") == 1);
        }

        await using var second = await TestCluster.StartAsync(_directory);
        Assert.Equal(kubeconfig, await File.ReadAllTextAsync(second.Cluster.KubeconfigPath, TestContext.Current.CancellationToken));
        var again = await second.GetAsync("/apis/batch/v1/namespaces/default/jobs/j");
        Assert.Equal(job.ToJsonString(), again.ToJsonString());
        var pod = (await second.GetAsync("/api/v1/namespaces/default/pods")).Items("items").Single().Text("metadata", "name")!;
        second.Kubelet.SetEnded("default", pod, 0);
        await second.WaitForAsync("/apis/batch/v1/namespaces/default/jobs/j", j => j.Items("status", "conditions").Any(c => c.Text("type") == "Complete"));
    }

    [Fact]
    public async Task A_directory_in_use_is_refused_with_the_process_that_has_it()
    {
        await using var first = await TestCluster.StartAsync(_directory);
        var refused = await Assert.ThrowsAsync<ClusterStartException>(() => TestCluster.StartAsync(_directory));
        Assert.Contains($"(process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)})", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_directory, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_refused_in_words()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(_directory, "port"), port, TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<ClusterStartException>(() => TestCluster.StartAsync(_directory));
        Assert.Contains($"port {port} on 127.0.0.1 is taken", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_gives_access_is_for_its_owner_only()
    {
        await using var cluster = await TestCluster.StartAsync(_directory);
        foreach (var file in (string[])["kubeconfig", "token", "pki/ca.key", "pki/server.key", "store/objects.log"])
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(_directory, file)));
        }
    }

    [Fact]
    public async Task Without_a_token_only_health_and_version_are_told()
    {
        await using var cluster = await TestCluster.StartAsync(_directory);
        using var stranger = cluster.NewClient();
        foreach (var (path, status) in new[]
        {
            ("/healthz", HttpStatusCode.OK), ("/livez", HttpStatusCode.OK), ("/readyz", HttpStatusCode.OK), ("/version", HttpStatusCode.OK),
            ("/api", HttpStatusCode.Forbidden), ("/openapi/v3", HttpStatusCode.Forbidden), ("/api/v1/secrets", HttpStatusCode.Forbidden),
        })
        {
            using var answer = await stranger.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal((path, status), (path, answer.StatusCode));
        }
    }

    [Fact]
    public void A_server_certificate_is_renewed_by_the_same_authority_before_it_runs_out()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        var first = ClusterCertificates.LoadOrCreate(_directory, clock);
        var same = ClusterCertificates.LoadOrCreate(_directory, clock);
        Assert.Equal(first.Server.Thumbprint, same.Server.Thumbprint);
        clock.Advance(TimeSpan.FromDays(336));
        var renewed = ClusterCertificates.LoadOrCreate(_directory, clock);
        Assert.NotEqual(first.Server.Thumbprint, renewed.Server.Thumbprint);
        Assert.Equal(first.AuthorityPem, renewed.AuthorityPem);
        Assert.True(renewed.Server.HasPrivateKey);
    }
}
