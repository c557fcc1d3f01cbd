using System.Net;
using System.Net.Sockets;

namespace Podclip.EndToEnd.Tests.Ends;

/// <summary>A way to the API server that a test can cut and mend.</summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _open = [];
    private readonly Task _accepting;
    private bool _isCut;

    public CuttableProxy(Uri server)
    {
        _target = server.Port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The cluster's kubeconfig with this way to it.</summary>
    public string WriteKubeconfig(TestCluster cluster, string folder)
    {
        var path = Path.Combine(folder, "proxied-kubeconfig");
        File.WriteAllText(path, File.ReadAllText(cluster.Cluster.KubeconfigPath).Replace(
            $":{_target}", $":{((IPEndPoint)_listener.LocalEndpoint).Port}", StringComparison.Ordinal));
        return path;
    }

    /// <summary>Cuts every connection and lets no new one in.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _isCut = true;
            _open.ForEach(client => client.Dispose());
            _open.Clear();
        }
    }

    public void Mend()
    {
        lock (_lock)
        {
            _isCut = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = CarryAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The proxy is over.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target);
                lock (_lock)
                {
                    if (_isCut)
                    {
                        return;
                    }

                    _open.Add(client);
                    _open.Add(server);
                }

                await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
            {
                // Cut.
            }
        }
    }
}
