using System.Text.Json.Nodes;
using Podclip.EndToEnd.Tests.Doctor;
using Podclip.Engine;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.EnvironmentTest;
using Podclip.Paperclip.Hosting;

namespace Podclip.EndToEnd.Tests.Adapters;

/// <summary>The environment test as Paperclip has it: in a pod of the cluster itself, or on the machine that is the embedded cluster's node.</summary>
[Trait("Needs", "kubectl")]
public sealed class EnvironmentTestHostTests(TestCluster cluster) : IClassFixture<TestCluster>, IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task What_the_pod_has_is_what_is_tested()
    {
        var place = await InPodAsync();
        var checks = (await TestAsync(place, [])).Checks;
        Assert.Equal("Image: paperclip-image:1. Kubernetes v1.32.13, as podclip:admin", Only(checks, "k8s_api_reachable").Detail);
        Assert.Equal($"Target namespace is the pod namespace: {place.Namespace}", Only(checks, "k8s_namespace_exists").Message);
        Assert.Equal("Claim paperclip at /paperclip is ReadWriteMany", Only(checks, "k8s_pvc_rwx").Message);
        Assert.Equal("PAPERCLIP_API_URL for agents: http://paperclip.agents:3100", Only(checks, "paperclip_api_url_known").Message);
        Assert.DoesNotContain(checks, check => check.Level == "error");
    }

    [Fact]
    public async Task A_pod_that_may_not_be_read_is_told_with_the_Role_for_its_own_namespace()
    {
        Kubectl.SkipIfAbsent();
        var place = await InPodAsync();
        await place.LimitAsync("list pods");
        var sick = (await TestAsync(place, [])).Checks;
        var pod = Only(sick, "k8s_host_pod_unreadable");
        Assert.Equal("error", pod.Level);
        Assert.DoesNotContain(sick, check => check.Code == "k8s_config_invalid");
        await Kubectl.RunAsync(cluster.Cluster.KubeconfigPath, "apply -f -", pod.Detail!);
        Assert.Equal("info", Only((await TestAsync(place, [])).Checks, "k8s_pvc_rwx").Level);
    }

    [Fact]
    public async Task A_server_that_is_down_is_all_that_is_said()
    {
        var place = await InPodAsync();
        place.Kubeconfig = _state.Write("down.yaml", """
            apiVersion: v1
            kind: Config
            current-context: down
            contexts: [{name: down, context: {cluster: down}}]
            clusters: [{name: down, cluster: {server: "https://127.0.0.1:9"}}]
            """u8.ToArray());
        Assert.Equal("k8s_api_unreachable", Assert.Single((await TestAsync(place, [])).Checks).Code);
    }

    [Fact]
    public async Task On_the_embedded_cluster_no_claim_is_needed_and_nothing_is_written()
    {
        var place = await TestedNamespace.CreateAsync(cluster, _state, "ReadWriteMany");
        using var home = new TemporaryDirectory();
        using var skill = new TemporaryDirectory();
        skill.Write("SKILL.md", "# A skill"u8.ToArray());
        var config = new JsonObject
        {
            ["namespace"] = place.Namespace,
            ["paperclipRuntimeSkills"] = new JsonArray(new JsonObject { ["key"] = "a", ["runtimeName"] = "a", ["source"] = skill.Path }),
            ["paperclipSkillSync"] = new JsonObject { ["desiredSkills"] = new JsonArray("a") },
        };
        var checks = (await TestAsync(place, config, home.Path)).Checks;
        Assert.Equal("info", Only(checks, "k8s_pvc_not_needed").Level);
        Assert.Equal("info", Only(checks, "k8s_dry_run_accepted").Level);
        Assert.Equal("PAPERCLIP_API_URL for agents: http://localhost:3100", Only(checks, "paperclip_api_url_known").Message);
        Assert.DoesNotContain(checks, check => check.Level == "error");
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.Path));
        await place.NothingIsLeftAsync();
    }

    private async Task<TestedNamespace> InPodAsync()
    {
        var place = await TestedNamespace.CreateAsync(cluster, _state, "ReadWriteMany");
        await cluster.Client.CreateAsync(
            ResourceTypes.Pods,
            place.Namespace,
            new Pod
            {
                Metadata = new ObjectMeta { Name = "paperclip-0" },
                Spec = new PodSpec
                {
                    NodeSelector = new Dictionary<string, string> { ["no"] = "node" },
                    Containers = [new Container { Name = "paperclip", Image = "paperclip-image:1", VolumeMounts = [new VolumeMount { Name = "data", MountPath = "/paperclip" }] }],
                    Volumes = [new Volume { Name = "data", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "paperclip" } }],
                },
            },
            cancellationToken: TestContext.Current.CancellationToken);
        return place;
    }

    /// <summary>Tests in the pod, or, with a data folder, on this machine.</summary>
    private async Task<AdapterEnvironmentTestResult> TestAsync(TestedNamespace place, JsonObject config, string? home = null)
    {
        var host = home is not null ? new HostProcess(new Dictionary<string, string> { ["PAPERCLIP_HOME"] = home }, "/nowhere") : new HostProcess(
            new Dictionary<string, string> { ["HOSTNAME"] = "paperclip-0", ["POD_NAMESPACE"] = place.Namespace, ["PAPERCLIP_API_URL"] = "http://paperclip.agents:3100", ["ANTHROPIC_API_KEY"] = "none" },
            "/home/paperclip");
        return await new EnvironmentTester(new OwnCluster(place, _state.Path, isEmbedded: home is not null), host, TimeProvider.System).TestAsync(
            AdapterRecipes.Find("claude_k8s")!,
            new AdapterEnvironmentTestContext { CompanyId = "acme", AdapterType = "claude_k8s", Config = config },
            TestContext.Current.CancellationToken);
    }

    private static AdapterEnvironmentCheck Only(IReadOnlyList<AdapterEnvironmentCheck> checks, string code)
    {
        var found = checks.Where(check => check.Code == code).ToList();
        Assert.True(found.Count == 1, $"{found.Count} checks are {code}, of:\n{string.Join('\n', checks)}");
        return found[0];
    }

    /// <summary>The cluster, as Paperclip's process connects to it.</summary>
    private sealed class OwnCluster(TestedNamespace place, string state, bool isEmbedded) : ConnectedCluster, IClusterSource
    {
        private readonly List<RunEngine> _engines = [];

        public override KubernetesClient Client { get; } = new(KubeConfig.Load(place.Kubeconfig));

        public override ClusterReference Reference { get; } = new(null, null, isEmbedded);

        public override string DefaultNamespace => "default";

        public override bool IsInCluster => !isEmbedded;

        public Task<ConnectedCluster> ConnectAsync(string? kubeconfig, CancellationToken cancellationToken) => Task.FromResult<ConnectedCluster>(this);

        public override RunEngine EngineFor(string ns)
        {
            _engines.Add(new RunEngine(new RunEngineOptions { Client = Client, Cluster = Reference, Namespace = ns, State = StateDirectory.Locate(name => name == "PODCLIP_HOME" ? state : null) }));
            return _engines[^1];
        }

        public override async ValueTask DisposeAsync()
        {
            foreach (var engine in _engines)
            {
                await engine.DisposeAsync();
            }

            Client.Dispose();
        }
    }
}
