using System.Text;
using System.Text.Json.Nodes;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.Kubernetes.Exec;
using Podclip.Kubernetes.Resources;
using Podclip.Kubernetes.Resources.Coordination;
using Podclip.Kubernetes.Resources.Core;
using Podclip.Kubernetes.Resources.Meta;
using Podclip.LocalCluster.Tests.Kubelet;

namespace Podclip.LocalCluster.Tests.Client;

/// <summary>
/// Podclip's client and this cluster over HTTP. What both could get wrong together is held against a real server's words elsewhere:
/// the client's side in the tests that play recordings to it, this one's in those that replay them.
/// </summary>
public class KubernetesClientTests
{
    private const string Ns = "default";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_is_read_in_pages()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = Connect(cluster, new KubernetesClientOptions { PageSize = 2 });
        for (var i = 0; i < 5; i++)
        {
            await client.CreateAsync(ResourceTypes.ConfigMaps, Ns, new ConfigMap { Metadata = new ObjectMeta { Name = $"c{i}", Labels = new Dictionary<string, string> { ["page"] = "yes" } } }, cancellationToken: Token);
        }

        var list = await client.ListAsync(ResourceTypes.ConfigMaps, new ResourceSelector(Ns, "page=yes"), Token);

        Assert.Equal(["c0", "c1", "c2", "c3", "c4"], list.Items.Select(c => c.Metadata.Name));
        Assert.Null(list.Metadata.Continue);
        Assert.Equal(3, cluster.Requests.Count(r => r.Verb == "list" && r.Resource == "configmaps"));
    }

    [Fact]
    public async Task A_dry_run_checks_and_changes_nothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = Connect(cluster);
        var stored = await client.CreateAsync(ResourceTypes.ConfigMaps, Ns, Named("kept"), cancellationToken: Token);

        var created = await client.CreateAsync(ResourceTypes.ConfigMaps, Ns, Named("never"), dryRun: true, Token);
        var patched = await client.PatchAsync(ResourceTypes.ConfigMaps, Ns, "kept", Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["a"] = "1" } }), dryRun: true, Token);
        var replaced = await client.ReplaceAsync(ResourceTypes.ConfigMaps, Ns, stored with { Data = new Dictionary<string, string> { ["a"] = "2" } }, dryRun: true, Token);
        Assert.True(await client.DeleteAsync(ResourceTypes.ConfigMaps, Ns, "kept", PropagationPolicy.Background, dryRun: true, cancellationToken: Token));
        var refused = await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(ResourceTypes.ConfigMaps, Ns, Named("No Name"), dryRun: true, Token));

        Assert.Equal((422, "Invalid"), (refused.StatusCode, refused.Reason));
        Assert.NotNull(created.Metadata.Uid);
        Assert.Equal(("1", "2"), (patched.Data!["a"], replaced.Data!["a"]));
        Assert.Null(await client.FindAsync(ResourceTypes.ConfigMaps, Ns, "never", Token));
        var now = await client.GetAsync(ResourceTypes.ConfigMaps, Ns, "kept", Token);
        Assert.Equal((stored.Metadata.ResourceVersion, null), (now.Metadata.ResourceVersion, now.Data));
    }

    [Fact]
    public async Task Of_two_that_renew_a_lease_one_gets_a_conflict()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = Connect(cluster);
        var second = new DateTimeOffset(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);
        var lease = await client.CreateAsync(
            ResourceTypes.Leases,
            Ns,
            new Lease { Metadata = new ObjectMeta { Name = "l" }, Spec = new LeaseSpec { HolderIdentity = "a", LeaseDurationSeconds = 15, AcquireTime = second, RenewTime = second } },
            cancellationToken: Token);
        Assert.Equal(second, lease.Spec!.RenewTime);

        var mine = await client.ReplaceAsync(ResourceTypes.Leases, Ns, lease with { Spec = lease.Spec with { RenewTime = second.AddTicks(12_345_670) } }, cancellationToken: Token);
        var failure = await Assert.ThrowsAsync<KubernetesException>(() => client.ReplaceAsync(ResourceTypes.Leases, Ns, lease with { Spec = lease.Spec with { HolderIdentity = "b" } }, cancellationToken: Token));

        Assert.True(failure.IsConflict);
        Assert.False(failure.IsTransient);
        var now = await client.GetAsync(ResourceTypes.Leases, Ns, "l", Token);
        Assert.Equal(("a", second.AddTicks(12_345_670), mine.Metadata.ResourceVersion), (now.Spec!.HolderIdentity, now.Spec.RenewTime, now.Metadata.ResourceVersion));
    }

    [Fact]
    public async Task A_watch_gives_each_change_in_order()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var client = Connect(cluster);
        var start = (await client.ListAsync(ResourceTypes.ConfigMaps, new ResourceSelector(Ns), Token)).Metadata.ResourceVersion;
        await client.CreateAsync(ResourceTypes.ConfigMaps, Ns, Named("w"), cancellationToken: Token);
        await client.PatchAsync(ResourceTypes.ConfigMaps, Ns, "w", Patch.Json(Patch.Operation("add", "/data", new JsonObject { ["a"] = "1" })), cancellationToken: Token);
        await client.DeleteAsync(ResourceTypes.ConfigMaps, Ns, "w", PropagationPolicy.Background, cancellationToken: Token);

        var seen = await client.WatchAsync(ResourceTypes.ConfigMaps, new ResourceSelector(Ns, Fields: "metadata.name=w"), start, Token).Take(3).Select(e => $"{e.Type} {e.Object.Metadata.Name}").ToListAsync(Token);

        Assert.Equal(["Added w", "Modified w", "Deleted w"], seen);
    }

    [Fact]
    public async Task A_command_gets_its_input_and_gives_its_outputs_and_exit_code()
    {
        await using var cluster = await TestCluster.StartWithKubeletAsync([TestNode.SupervisorProgram, "supervise-pod"]);
        using var client = Connect(cluster);
        var pod = await StartPodAsync(cluster);

        await using (var session = await client.ExecAsync(Ns, pod, new ExecOptions { Container = "main", Command = ["sh", "-c", "cat; echo \"$0 done\" >&2; exit 3", "it's"], HasInput = true }, Token))
        {
            await session.Input!.WriteAsync(Encoding.UTF8.GetBytes("hello é\n"), Token);
            await session.Input.DisposeAsync();
            var (output, errors) = (ReadAsync(session.Output), ReadAsync(session.Errors));
            Assert.Equal(("hello é\n", "it's done\n"), (await output, await errors));
            Assert.Equal(new ExecOutcome.Exited(3), await session.Outcome);
        }

        await using (var session = await client.ExecAsync(Ns, pod, new ExecOptions { Command = ["nosuch"] }, Token))
        {
            Assert.Contains("executable file not found in $PATH", Assert.IsType<ExecOutcome.Failed>(await session.Outcome).Message, StringComparison.Ordinal);
        }

        // Far more than all buffers on the way together, both ways at once.
        await using (var session = await client.ExecAsync(Ns, pod, new ExecOptions { Command = ["cat"], HasInput = true }, Token))
        {
            var megabyte = new byte[1024 * 1024];
            var writing = Task.Run(
                async () =>
                {
                    for (var i = 0; i < 20; i++)
                    {
                        await session.Input!.WriteAsync(megabyte, Token);
                    }

                    await session.Input!.DisposeAsync();
                },
                Token);
            Assert.Equal(20 * megabyte.Length, (await ReadAsync(session.Output)).Length);
            await writing;
            Assert.Equal(new ExecOutcome.Exited(0), await session.Outcome);
        }
    }

    [Fact]
    public async Task A_command_that_may_not_run_is_refused_in_the_servers_words()
    {
        await using var cluster = await TestCluster.StartWithKubeletAsync([TestNode.SupervisorProgram, "supervise-pod"]);
        using var client = Connect(cluster);
        var pod = await StartPodAsync(cluster);
        await client.CreateAsync(ResourceTypes.ServiceAccounts, Ns, new ServiceAccount { Metadata = new ObjectMeta { Name = "nobody" } }, cancellationToken: Token);
        var token = await cluster.CreateAsync($"/api/v1/namespaces/{Ns}/serviceaccounts/nobody/token", new JsonObject { ["spec"] = new JsonObject() });
        using var stranger = new KubernetesClient(client.Connection with { Credentials = new GivenToken((string)token["status"]!["token"]!) });
        var command = new ExecOptions { Command = ["true"] };

        var missing = await Assert.ThrowsAsync<KubernetesException>(() => client.ExecAsync(Ns, "none", command, Token));
        var wrong = await Assert.ThrowsAsync<KubernetesException>(() => client.ExecAsync(Ns, pod, command with { Container = "none" }, Token));
        var forbidden = await Assert.ThrowsAsync<KubernetesException>(() => stranger.ExecAsync(Ns, pod, command, Token));

        Assert.Equal("running a command in Pod default/none: 404 NotFound: pods \"none\" not found", missing.Message);
        Assert.Equal((400, "BadRequest"), (wrong.StatusCode, wrong.Reason));
        Assert.True(forbidden.IsForbidden);
        Assert.Contains("pods \"" + pod + "\" is forbidden", forbidden.Message, StringComparison.Ordinal);
        Assert.Contains("pods/exec", forbidden.Message, StringComparison.Ordinal);
    }

    private static KubernetesClient Connect(TestCluster cluster, KubernetesClientOptions? options = null) =>
        new(KubeConfig.Load(cluster.Cluster.KubeconfigPath), options: options);

    private static ConfigMap Named(string name) => new() { Metadata = new ObjectMeta { Name = name } };

    private static async Task<string> StartPodAsync(TestCluster cluster)
    {
        await cluster.CreateAsync($"/apis/batch/v1/namespaces/{Ns}/jobs", TestJobs.Script("stay", "sleep 600"));
        var pods = await cluster.WaitForAsync($"/api/v1/namespaces/{Ns}/pods", list => list["items"]!.AsArray().Any(p => (string?)p!["status"]!["phase"] == "Running"));
        return (string)pods["items"]![0]!["metadata"]!["name"]!;
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(Token);
    }

    private sealed class GivenToken(string token) : ICredentialSource
    {
        public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new Credential { Token = token });

        public bool Refuse(Credential refused) => false;
    }
}
