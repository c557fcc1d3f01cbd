using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Controllers;
using Podclip.LocalCluster.Faults;
using Podclip.LocalCluster.Kubelet;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Security;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster;

/// <summary>A Kubernetes API for one machine whose pods are sandboxed processes.</summary>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    /// <summary>What makes the kubelet of a cluster; tests put their own in.</summary>
    private static readonly Func<KubeletContext, IKubelet> DefaultKubelet =
        context => new LocalKubelet(context, context.Options.LoggerFactory.CreateLogger<LocalKubelet>());

    private readonly Stack<IAsyncDisposable> _parts = new();
    private ApiServer? _server;
    private FaultInjector? _faults;

    private EmbeddedCluster(string stateDirectory) => KubeconfigPath = Path.Combine(stateDirectory, "kubeconfig");

    /// <summary>A kubeconfig with full rights.</summary>
    public string KubeconfigPath { get; }

    /// <summary>The API server's address.</summary>
    public Uri Server => _server?.Address ?? throw new InvalidOperationException("the cluster is not running");

    /// <summary>The cluster's objects, for tests.</summary>
    internal ObjectStore Store { get; private set; } = null!;

    /// <summary>Starts the cluster, taking up the pods and objects its state directory holds.</summary>
    /// <param name="options">The set-up.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The running cluster.</returns>
    /// <exception cref="ClusterStartException">It cannot start; the message says why.</exception>
    public static Task<EmbeddedCluster> StartAsync(EmbeddedClusterOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, DefaultKubelet, cancellationToken);

    /// <summary>Puts another fault script in force.</summary>
    /// <param name="script">What goes wrong from now on.</param>
    public void UseFaults(FaultScript script) => (_faults ?? throw new InvalidOperationException("the cluster is not running")).Use(script);

    /// <summary>Stops the API server and the controllers; pods go on under their supervisors.</summary>
    /// <returns>When it has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    /// <summary>Starts a cluster with a kubelet of the caller's choice.</summary>
    internal static async Task<EmbeddedCluster> StartAsync(EmbeddedClusterOptions options, Func<KubeletContext, IKubelet> makeKubelet, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new ClusterStartException("the embedded cluster runs on Linux only: use --context to run on another cluster");
        }

        var cluster = new EmbeddedCluster(options.StateDirectory);
        try
        {
            await cluster.RunAsync(options, makeKubelet, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private async Task RunAsync(EmbeddedClusterOptions options, Func<KubeletContext, IKubelet> makeKubelet, CancellationToken cancellationToken)
    {
        if (options.Faults.ClockSkewSeconds != 0)
        {
            options = options with { TimeProvider = new SkewedTime(options.TimeProvider, TimeSpan.FromSeconds(options.Faults.ClockSkewSeconds)) };
        }

        _faults = new FaultInjector(options.Faults, options.TimeProvider);
        var directory = options.StateDirectory;
        OwnerOnlyFile.CreateDirectory(directory);
        Own(StateLock.Take(directory));
        Store = OpenStore(Path.Combine(directory, "store"), options.TimeProvider);
        Own(Store);
        NodeRegistration.Apply(Store, directory, options.TimeProvider);

        var events = new EventRecorder(Store, options.TimeProvider);

        // By the machine's clock, whatever clock the cluster runs on: that is what clients check certificates with.
        var certificates = ClusterCertificates.LoadOrCreate(Path.Combine(directory, "pki"), TimeProvider.System);
        Own(certificates.Server);
        var tokens = ServiceAccountTokens.LoadOrCreate(Path.Combine(directory, "pki", "sa.key"), Store, options.TimeProvider);
        Own(tokens);
        var kubelet = MakeKubelet(makeKubelet, new KubeletContext(Store, events, options, new ApiAccess(tokens, () => Server)));
        _parts.Push(kubelet);
        var token = AdminToken.LoadOrCreate(Path.Combine(directory, "token"));
        var api = new ApiServices(Store, kubelet, kubelet, tokens, options.TimeProvider);
        _parts.Push(ControllerSet.Start(Store, api, events, certificates.AuthorityPem, _faults, options));
        _server = await ApiServer.StartAsync(
            api.Pipeline(token, options.OnRequest, _faults, options.LoggerFactory),
            certificates.Server,
            options.Port,
            Path.Combine(directory, "port"),
            options.LoggerFactory,
            cancellationToken);
        _parts.Push(_server);

        // Only now: pods are told where the API server is.
        await kubelet.StartAsync(cancellationToken);
        KubeconfigFile.Write(KubeconfigPath, Server, certificates.AuthorityPem, token);
    }

    private static ObjectStore OpenStore(string directory, TimeProvider timeProvider)
    {
        try
        {
            return new ObjectStore(new StoreOptions { Directory = directory, TimeProvider = timeProvider });
        }
        catch (InvalidDataException damaged)
        {
            throw new ClusterStartException($"the cluster's objects in {directory} are damaged: {damaged.Message}. Move that directory away to start without them", damaged);
        }
    }

    private static IKubelet MakeKubelet(Func<KubeletContext, IKubelet> make, KubeletContext context)
    {
        try
        {
            return make(context);
        }
        catch (InvalidOperationException missing)
        {
            throw new ClusterStartException(missing.Message, missing);
        }
    }

    private void Own(IDisposable part) => _parts.Push(new Disposal(part));

    private sealed class Disposal(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
