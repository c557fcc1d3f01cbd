using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Podclip.Engine;
using Podclip.Paperclip.Hosting;

namespace Podclip.Daemon.Tests.Http;

/// <summary>A daemon in this process whose runs find no cluster, so that each is over at once; or stay, while the search for one does.</summary>
internal sealed class DaemonStage : IClusterSource, IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource _found = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DaemonStage(bool searchEnds)
    {
        if (searchEnds)
        {
            _found.SetResult();
        }
    }

    public DaemonServer Daemon { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public string State => _folder.File("state");

    public static async Task<DaemonStage> StartAsync(bool searchEnds = true, Func<DaemonOptions, DaemonOptions>? change = null)
    {
        var stage = new DaemonStage(searchEnds);
        await stage.StartDaemonAsync(change);
        return stage;
    }

    public async Task StartDaemonAsync(Func<DaemonOptions, DaemonOptions>? change = null)
    {
        var options = Options();
        Daemon = await DaemonServer.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken);
        Http = Connect(Daemon.Process.Socket, Daemon.Process.Url);
    }

    public DaemonOptions Options() => new()
    {
        State = new StateDirectory(State),
        Clusters = this,
        Host = new HostProcess(new Dictionary<string, string>(StringComparer.Ordinal), _folder.Path),
        Version = "1.2.3",
        Log = NullLoggerProvider.Instance,
    };

    /// <summary>The body that asks for a run.</summary>
    public static StringContent Ask(string id, string agent = "agent-1", string adapter = "shell_k8s") => new(
        $$$"""{"adapter":"{{{adapter}}}","context":{"runId":"{{{id}}}","agent":{"id":"{{{agent}}}","companyId":"c","name":"Ann"},"config":{"script":"true"},"context":{"taskId":"t"},"somethingNew":1},"somethingElse":[]}""",
        Encoding.UTF8,
        "application/json");

    public void EndSearch() => _found.TrySetResult();

    public async Task<ConnectedCluster> ConnectAsync(string? kubeconfig, CancellationToken cancellationToken)
    {
        await _found.Task.WaitAsync(cancellationToken);
        throw new ClusterSourceException("there is no cluster here");
    }

    public async ValueTask DisposeAsync()
    {
        EndSearch();
        Http.Dispose();
        await Daemon.DisposeAsync();
        _folder.Dispose();
    }

    private static HttpClient Connect(string? socket, string? url)
    {
        if (url is not null)
        {
            return new HttpClient { BaseAddress = new Uri(url) };
        }

        return new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket!), cancellationToken);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri("http://daemon"),
        };
    }
}
