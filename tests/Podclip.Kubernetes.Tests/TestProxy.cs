using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Podclip.Kubernetes.Tests;

/// <summary>
/// A real proxy on loopback, spoken to by CONNECT or SOCKS 5. Whatever name it is asked for, it leads to one server: a name that
/// exists nowhere shows that nobody but the proxy resolved it.
/// </summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Uri _target;
    private readonly Task _loop;

    private TestProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loop = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>What the proxy was asked for: a CONNECT's first line and authorization, or a SOCKS name.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The user and password it wants, or null.</summary>
    public (string User, string Password)? Wants { get; init; }

    /// <summary>The certificate of a proxy that is spoken to over TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    public static TestProxy Start(Uri target, (string User, string Password)? wants = null, X509Certificate2? certificate = null) =>
        new(target) { Wants = wants, Certificate = certificate };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _connections.Add(ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            Stream stream = client.GetStream();
            if (Certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _stop.Token);
                stream = tls;
            }

            await using (stream)
            {
                var first = new byte[1];
                await stream.ReadExactlyAsync(first, _stop.Token);
                if (first[0] == 5 ? await GreetSocksAsync(stream) : await GreetHttpAsync(stream))
                {
                    await CarryAsync(stream);
                }
            }
        }
    }

    private async Task<bool> GreetHttpAsync(Stream stream)
    {
        var isFirst = true;
        while (true)
        {
            var head = new StringBuilder(isFirst ? "C" : "");
            isFirst = false;
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                head.Append((char)await ReadByteAsync(stream));
            }

            var lines = head.ToString().Split("\r\n");
            var authorization = lines.FirstOrDefault(l => l.StartsWith("Proxy-Authorization: ", StringComparison.OrdinalIgnoreCase))?["Proxy-Authorization: ".Length..];
            Asked.Enqueue($"{lines[0]} {authorization}".TrimEnd());
            if (Wants is not var (user, password) || authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")))
            {
                await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stop.Token);
                return true;
            }

            await stream.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _stop.Token);
        }
    }

    private async Task<bool> GreetSocksAsync(Stream stream)
    {
        var methods = new byte[await ReadByteAsync(stream)];
        await stream.ReadExactlyAsync(methods, _stop.Token);
        if (Wants is var (user, password))
        {
            await stream.WriteAsync(new byte[] { 5, 2 }, _stop.Token);
            await ReadByteAsync(stream);
            var given = (await ReadTextAsync(stream), await ReadTextAsync(stream));
            await stream.WriteAsync(new byte[] { 1, given == (user, password) ? (byte)0 : (byte)1 }, _stop.Token);
            if (given != (user, password))
            {
                return false;
            }
        }
        else
        {
            await stream.WriteAsync(new byte[] { 5, 0 }, _stop.Token);
        }

        var head = new byte[4];
        await stream.ReadExactlyAsync(head, _stop.Token);
        Assert.Equal(3, head[3]);
        var name = await ReadTextAsync(stream);
        var port = (await ReadByteAsync(stream) << 8) | await ReadByteAsync(stream);
        Asked.Enqueue($"{name}:{port}");
        await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 127, 0, 0, 1, 0, 1 }, _stop.Token);
        return true;
    }

    private async Task CarryAsync(Stream stream)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(_target.Host, _target.Port, _stop.Token);
        await using var other = server.GetStream();
        await Task.WhenAny(stream.CopyToAsync(other, _stop.Token), other.CopyToAsync(stream, _stop.Token));
    }

    private async Task<string> ReadTextAsync(Stream stream)
    {
        var text = new byte[await ReadByteAsync(stream)];
        await stream.ReadExactlyAsync(text, _stop.Token);
        return Encoding.UTF8.GetString(text);
    }

    private async Task<byte> ReadByteAsync(Stream stream)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one, _stop.Token);
        return one[0];
    }
}
