using System.Text.Json.Nodes;
using Podclip.EndToEnd.Tests.Doctor;
using Podclip.Kubernetes.Client;
using Podclip.LocalCluster.Kubelet.Images;

namespace Podclip.EndToEnd.Tests.Adapters;

/// <summary>A namespace with all that an agent of <c>claude_k8s</c> needs, and the agent's configuration; tests take something away from either.</summary>
internal sealed class TestedNamespace
{
    private const string Secret = "paperclip-secrets";

    private readonly TestCluster _cluster;
    private readonly TemporaryDirectory _state;

    private TestedNamespace(TestCluster cluster, TemporaryDirectory state, string name)
    {
        (_cluster, _state, Namespace, Kubeconfig) = (cluster, state, name, cluster.Cluster.KubeconfigPath);
        Config = new JsonObject
        {
            ["namespace"] = name,
            ["image"] = name,
            ["workspaceVolumeClaim"] = "paperclip",
            ["paperclipApiUrl"] = "http://paperclip.agents:3100",
            ["env"] = new JsonObject { ["ANTHROPIC_API_KEY"] = "none" },
            ["resources.requests.memory"] = "64Mi",
            ["resources.requests.cpu"] = "10m",
        };
    }

    public string Namespace { get; }

    /// <summary>The agent's configuration.</summary>
    public JsonObject Config { get; }

    public string Kubeconfig { get; set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes one.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="state">The state directory.</param>
    /// <param name="accessMode">How the claim can be mounted.</param>
    public static async Task<TestedNamespace> CreateAsync(TestCluster cluster, TemporaryDirectory state, string accessMode)
    {
        var place = new TestedNamespace(cluster, state, $"tested-{Guid.NewGuid():N}"[..20]);
        await cluster.Client.CreateAsync(ResourceTypes.Namespaces, null, new Namespace { Metadata = new ObjectMeta { Name = place.Namespace } }, cancellationToken: Token);
        await place.PutAsync(ResourceTypes.ServiceAccounts, new ServiceAccount { Metadata = new ObjectMeta { Name = LimitedAccount.Name } });
        await place.PutAsync(ResourceTypes.Secrets, new Secret { Metadata = new ObjectMeta { Name = Secret } });
        await place.PutAsync(ResourceTypes.PersistentVolumeClaims, new PersistentVolumeClaim
        {
            Metadata = new ObjectMeta { Name = "paperclip" },
            Spec = new PersistentVolumeClaimSpec
            {
                AccessModes = [accessMode],
                Resources = new ResourceRequirements { Requests = new Dictionary<string, string> { ["storage"] = "1Gi" } },
            },
        });
        return place;
    }

    /// <summary>Goes on as an account that lacks a verb; <c>*</c> for all.</summary>
    public async Task LimitAsync(string missing) => Kubeconfig = await LimitedAccount.LimitAsync(_cluster, Namespace, [missing], _state.Path);

    /// <summary>Sets a variable of the agent.</summary>
    public void SetVariable(string name, string value) => Config["env"]![name] = value;

    /// <summary>Tells the agent an address of this machine, which no configuration field takes where pods may be elsewhere.</summary>
    public void SetApiUrl(Uri url)
    {
        Config.Remove("paperclipApiUrl");
        SetVariable("PAPERCLIP_API_URL", url.ToString());
    }

    /// <summary>Puts a script in the place of Claude Code into the image.</summary>
    public void AddImage(string script)
    {
        var root = Directory.CreateDirectory(Path.Combine(_state.Path, Namespace)).FullName;
        var program = Path.Combine(root, "claude");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        _cluster.AddImage(new ImageEntry { Name = Namespace, Root = root, Path = ["."] });
    }

    public async Task<TestedEnvironment> TestAsync() => TestedEnvironment.Of(await RunAsync("-o", "json"));

    public async Task<PodclipExit> RunAsync(params IEnumerable<string> options)
    {
        var file = Path.Combine(_state.Path, $"{Namespace}.json");
        await File.WriteAllTextAsync(file, Config.ToJsonString(), Token);
        using var process = PodclipProcess.Start(PodclipProcess.Binary, _state.Path, ["adapter", "test", "claude_k8s", "--config", file, "--kubeconfig", Kubeconfig, .. options]);
        return await process.ExitAsync(TimeSpan.FromSeconds(70));
    }

    /// <summary>Holds that there is nothing in the namespace but what was put there.</summary>
    public async Task NothingIsLeftAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Token);
        bound.CancelAfter(TimeSpan.FromSeconds(20));
        var all = new ResourceSelector(Namespace);
        while ((await _cluster.Client.ListAsync(ResourceTypes.Jobs, all, bound.Token)).Items.Count
            + (await _cluster.Client.ListAsync(ResourceTypes.Pods, all, bound.Token)).Items.Count
            + (await _cluster.Client.ListAsync(ResourceTypes.Secrets, all, bound.Token)).Items.Count(secret => secret.Metadata.Name != Secret) > 0)
        {
            await Task.Delay(50, bound.Token);
        }
    }

    private async Task PutAsync<T>(ResourceType<T> type, T value)
        where T : KubernetesObject => await _cluster.Client.CreateAsync(type, Namespace, value, cancellationToken: Token);
}
