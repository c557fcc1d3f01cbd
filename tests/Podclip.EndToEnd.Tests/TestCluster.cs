using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration;
using Podclip.LocalCluster;
using Podclip.LocalCluster.Kubelet.Images;

namespace Podclip.EndToEnd.Tests;

/// <summary>An embedded cluster in this process, which sees every request that reaches it.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("podclip-e2e-cluster-").FullName;
    private readonly ConcurrentQueue<ApiRequestRecord> _requests = new();

    /// <summary>Called with each request before it is answered.</summary>
    public Action<ApiRequestRecord>? OnRequest { get; set; }

    public EmbeddedCluster Cluster { get; private set; } = null!;

    public KubernetesClient Client { get; private set; } = null!;

    /// <summary>The requests of a podclip process so far, in order.</summary>
    public IReadOnlyList<ApiRequestRecord> Requests => [.. _requests];

    public async ValueTask InitializeAsync()
    {
        Cluster = await EmbeddedCluster.StartAsync(
            new EmbeddedClusterOptions
            {
                StateDirectory = _directory,
                SupervisorCommand = [PodclipProcess.Binary, "supervise-pod"],
                OnRequest = request =>
                {
                    _requests.Enqueue(request);
                    OnRequest?.Invoke(request);
                },
            },
            CancellationToken.None);
        Client = new KubernetesClient(KubeConfig.Load(Cluster.KubeconfigPath));
        if (RealClaude.Folder is { } claude)
        {
            AddImage(new ImageEntry { Name = "podclip/claude", Root = claude, Path = ["."] });
        }

        if (RealOpenCode.Folder is { } openCode)
        {
            AddImage(new ImageEntry { Name = "podclip/opencode", Root = openCode, Path = ["."] });
        }
    }

    /// <summary>Where a claim's files are.</summary>
    internal string FolderOf(PersistentVolumeClaim claim) => Path.Combine(_directory, "volumes", claim.Metadata.Uid!);

    /// <summary>The folders of the pods that there are.</summary>
    internal IEnumerable<string> PodFolders => Directory.GetDirectories(Path.Combine(_directory, "pods"));

    /// <summary>Adds an image to the cluster's catalogue.</summary>
    internal void AddImage(ImageEntry image) => new ImageCatalogue(_directory).Add(image);

    /// <summary>Plain HTTP with all rights, for what the client has no method for.</summary>
    internal HttpClient OpenHttp()
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
#pragma warning disable CA5359 // Its certificate is this process's own.
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        var http = new HttpClient(handler) { BaseAddress = Cluster.Server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(_directory, "token")).Trim());
        return http;
    }

    public void ForgetRequests() => _requests.Clear();

    /// <summary>Waits until no Job, Pod or Secret of any run is left.</summary>
    public Task NothingIsLeftAsync(CancellationToken cancellationToken) => Leftovers.NoneAsync(Client, "default", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // A supervisor that failed took its pod with it; whichever test that upset, here stands why.
        foreach (var failure in (await Client.ListAsync(ResourceTypes.Events, new ResourceSelector(Namespace: null))).Items.Where(e => e.Reason == "SupervisorFailed"))
        {
            TestContext.Current.SendDiagnosticMessage($"{failure.InvolvedObject?.Name}: {failure.Message}");
        }

        Client.Dispose();
        await Cluster.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
