using Podclip.Engine;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.Kubernetes.Resources;
using Podclip.LocalCluster;
using Podclip.LocalCluster.Faults;

namespace Podclip.Soak;

/// <summary>A cluster of its own, with a state directory and a folder for the agents' notes.</summary>
internal sealed class SoakStage : IAsyncDisposable
{
    private const string Namespace = "default";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly DirectoryInfo _folder;
    private readonly EmbeddedCluster _cluster;
    private readonly KubernetesClient _client;

    private SoakStage(DirectoryInfo folder, EmbeddedCluster cluster)
    {
        _folder = folder;
        _cluster = cluster;
        _client = new KubernetesClient(KubeConfig.Load(cluster.KubeconfigPath));
        State = new StateDirectory(Path.Combine(folder.FullName, "state"));
    }

    /// <summary>Where agents note what they do.</summary>
    public string Notes => Path.Combine(_folder.FullName, "notes");

    /// <summary>The engines' state.</summary>
    public StateDirectory State { get; }

    /// <summary>Starts a cluster.</summary>
    /// <param name="clockSkew">How far its clock is ahead of ours.</param>
    public static async Task<SoakStage> StartAsync(TimeSpan clockSkew = default)
    {
        var folder = Directory.CreateTempSubdirectory("podclip-soak-");
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0x1ed);
        Directory.CreateDirectory(Path.Combine(folder.FullName, "notes"));
        File.SetUnixFileMode(Path.Combine(folder.FullName, "notes"), (UnixFileMode)0x1ff);
        var cluster = await EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions
            {
                StateDirectory = Path.Combine(folder.FullName, "cluster"),
                SupervisorCommand = [Path.Combine(AppContext.BaseDirectory, "podclip"), "supervise-pod"],
                Faults = new FaultScript(ClockSkewSeconds: clockSkew.TotalSeconds),
            },
            CancellationToken.None);
        return new SoakStage(folder, cluster);
    }

    /// <summary>The cluster.</summary>
    public KubernetesClient Client => _client;

    /// <summary>Another engine on the same state.</summary>
    public RunEngine NewEngine() => new(new RunEngineOptions
    {
        Client = _client,
        Cluster = new ClusterReference(_cluster.KubeconfigPath, null, IsEmbedded: true),
        Namespace = Namespace,
        State = State,
        MaxConcurrentRuns = 12,
    });

    /// <summary>Lets other things go wrong.</summary>
    public void Use(FaultScript script) => _cluster.UseFaults(script);

    /// <summary>What is left when nothing goes wrong any more and every run is over.</summary>
    /// <param name="patience">How long it may take to go.</param>
    public async Task<IReadOnlyList<string>> LeftoversAsync(TimeSpan patience)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var left = await LookAsync();
            if (left.Count == 0 || TimeProvider.System.GetElapsedTime(since) > patience)
            {
                return left;
            }

            await Task.Delay(Look);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<IReadOnlyList<string>> LookAsync()
    {
        var ours = new ResourceSelector(Namespace, Labels: "podclip.dev/run-id");
        var pods = Path.Combine(_folder.FullName, "cluster", "pods");
        var queue = Path.Combine(State.Path, "queue");
        return
        [
            .. (await _client.ListAsync(ResourceTypes.Jobs, ours)).Items.Select(job => $"left: Job {job.Metadata.Name}"),
            .. (await _client.ListAsync(ResourceTypes.Pods, ours)).Items.Select(pod => $"left: Pod {pod.Metadata.Name}"),
            .. (await _client.ListAsync(ResourceTypes.Secrets, ours)).Items.Select(secret => $"left: Secret {secret.Metadata.Name}"),
            .. Files(pods, Directory.EnumerateFileSystemEntries),
            .. Files(queue, folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)),
        ];
    }

    private static IEnumerable<string> Files(string folder, Func<string, IEnumerable<string>> list) =>
        Directory.Exists(folder) ? list(folder).Select(file => $"left: {file}") : [];
}
