using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Exec;

namespace Podclip.Kubernetes.Tests.Exec;

public class ExecSessionTests
{
    private const string V4 = "v4.channel.k8s.io";
    private const string V5 = "v5.channel.k8s.io";
    private static readonly ExecOptions Cat = new() { Command = ["cat"], HasInput = true };
    private static readonly byte[] Success = [3, .. "{\"status\":\"Success\"}"u8];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Input_is_sent_in_pieces_and_its_end_is_told()
    {
        var sent = RandomNumberGenerator.GetBytes(1_000_001);
        await using var server = await ServeAsync(EchoAsync);
        using var client = server.Client();
        await using var session = await client.ExecAsync("ns", "p", Cat, Token);

        var writing = WriteAllAsync(session.Input!, sent);
        using var echoed = new MemoryStream();
        await session.Output.CopyToAsync(echoed, Token);
        await writing;

        Assert.Equal(sent, echoed.ToArray());
        Assert.Equal(new ExecOutcome.Exited(0), await session.Outcome);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await session.Input!.WriteAsync(new byte[1], Token));
    }

    [Fact]
    public async Task An_old_server_is_not_told_of_the_inputs_end()
    {
        await using var server = await ServeAsync(
            async (socket, stop) =>
            {
                // Nothing may come between the input and the client's close.
                var first = await SocketPlayer.ReadMessageAsync(socket, stop);
                await socket.SendAsync(Success, WebSocketMessageType.Binary, true, stop);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop);
                var second = await SocketPlayer.ReadMessageAsync(socket, stop);
                Assert.Equal((WebSocketMessageType.Binary, WebSocketMessageType.Close), (first.Type, second.Type));
            },
            V4);
        using var client = server.Client();
        await using var session = await client.ExecAsync("ns", "p", Cat, Token);

        await session.Input!.DisposeAsync();
        Assert.False(session.Outcome.IsCompleted);
        await using var other = await client.ExecAsync("ns", "p", Cat, Token);
        await other.Input!.WriteAsync("x"u8.ToArray(), Token);
        await other.Input.DisposeAsync();

        Assert.Equal(new ExecOutcome.Exited(0), await other.Outcome.WaitAsync(Token));
    }

    [Fact]
    public async Task What_nobody_reads_holds_the_server_up_and_nothing_is_lost()
    {
        const int Pieces = 1024;
        var piece = new byte[(64 * 1024) + 1];
        piece[0] = 1;
        var blocked = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ServeAsync(async (socket, stop) =>
        {
            for (var i = 0; i < Pieces; i++)
            {
                var sending = socket.SendAsync(piece, WebSocketMessageType.Binary, true, stop);
                if (!blocked.Task.IsCompleted && await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(1), stop)) != sending)
                {
                    blocked.SetResult(i);
                }

                await sending;
            }

            await socket.SendAsync(Success, WebSocketMessageType.Binary, true, stop);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, stop);
        });
        using var client = server.Client();
        await using var session = await client.ExecAsync("ns", "p", new ExecOptions { Command = ["yes"] }, Token);

        // The kernel keeps some MiB of its own for the two ends of a connection.
        Assert.InRange(await blocked.Task.WaitAsync(TimeSpan.FromSeconds(30), Token), 0, Pieces / 2);
        Assert.False(session.Outcome.IsCompleted);
        var counter = new CountingStream();
        await session.Output.CopyToAsync(counter, Token);

        Assert.Equal((piece.Length - 1L) * Pieces, counter.Written);
        Assert.Equal(new ExecOutcome.Exited(0), await session.Outcome);
    }

    [Fact]
    public async Task A_stream_that_nobody_wants_is_thrown_away()
    {
        var piece = new byte[64 * 1024];
        piece[0] = 2;
        await using var server = await ServeAsync(async (socket, stop) =>
        {
            for (var i = 0; i < 100; i++)
            {
                await socket.SendAsync(piece, WebSocketMessageType.Binary, true, stop);
            }

            await socket.SendAsync(Success, WebSocketMessageType.Binary, true, stop);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, stop);
        });
        using var client = server.Client();
        await using var session = await client.ExecAsync("ns", "p", new ExecOptions { Command = ["yes"] }, Token);

        await session.Errors.DisposeAsync();

        Assert.Equal(new ExecOutcome.Exited(0), await session.Outcome.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancellation_and_disposal_end_the_session_at_the_server_too(bool cancel)
    {
        var left = new TaskCompletionSource();
        await using var server = await ServeAsync(async (socket, stop) =>
        {
            await socket.SendAsync(new byte[] { 1, (byte)'x' }, WebSocketMessageType.Binary, true, stop);
            await Assert.ThrowsAnyAsync<Exception>(() => SocketPlayer.ReadMessageAsync(socket, stop));
            left.SetResult();
        });
        using var client = server.Client();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var session = await client.ExecAsync("ns", "p", Cat, stop.Token);
        Assert.Equal(1, await session.Output.ReadAsync(new byte[1], Token));
        var reading = session.Output.ReadAsync(new byte[1], Token).AsTask();

        await (cancel ? stop.CancelAsync() : session.DisposeAsync().AsTask());

        await left.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.Outcome);
        await session.DisposeAsync();
    }

    [Theory]
    [InlineData("abort", "the stream was cut: ")]
    [InlineData("close", "the stream was cut: the server closed it with code 1011 before the command's end was known")]
    public async Task R13_A_cut_is_a_transient_failure_of_the_outcome_and_of_what_is_read(string how, string message)
    {
        await using var server = await TestServer.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(V5);
            await socket.SendAsync(new byte[] { 1, (byte)'x' }, WebSocketMessageType.Binary, true, context.RequestAborted);
            if (how == "abort")
            {
                // A reset overtakes data, the handshake's answer too: so not before the client has had it.
                await SocketPlayer.ReadMessageAsync(socket, context.RequestAborted);
                context.Abort();
            }
            else
            {
                await socket.CloseAsync(WebSocketCloseStatus.InternalServerError, "bye", context.RequestAborted);
            }
        });
        using var client = server.Client();
        await using var session = await client.ExecAsync("ns", "p", Cat, Token);
        if (how == "abort")
        {
            await session.Input!.WriteAsync("x"u8.ToArray(), Token);
        }

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => session.Outcome);

        Assert.True(failure.IsTransient);
        Assert.StartsWith("running a command in Pod ns/p: " + message, failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<KubernetesException>(() => session.Output.CopyToAsync(Stream.Null, Token));
        await Assert.ThrowsAsync<IOException>(async () => await session.Input!.WriteAsync(new byte[1], Token));
        await session.Input!.DisposeAsync();
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task A_status_that_is_none_is_a_failure(string status)
    {
        await using var server = await ServeAsync((socket, stop) => socket.SendAsync((byte[])[3, .. Encoding.UTF8.GetBytes(status)], WebSocketMessageType.Binary, true, stop));
        using var client = server.Client();
        await using var session = await client.ExecAsync("ns", "p", Cat, Token);

        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<KubernetesException>(() => session.Outcome)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_status_is_not_kept()
    {
        await using var server = await ServeAsync(async (socket, stop) =>
        {
            var piece = new byte[64 * 1024];
            piece[0] = 3;
            for (var i = 0; i < 8; i++)
            {
                await socket.SendAsync(piece, WebSocketMessageType.Binary, endOfMessage: false, stop);
            }
        });
        using var client = server.Client();
        await using var session = await client.ExecAsync("ns", "p", Cat, Token);

        Assert.Contains("longer than 262144 bytes", (await Assert.ThrowsAsync<KubernetesException>(() => session.Outcome)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_connection_is_checked_and_authorized_like_any_other()
    {
        using var ca = new TestAuthority();
        using var users = new TestAuthority();
        using var mine = users.Issue("me");
        await using var server = await TestServer.StartAsync(
            async context =>
            {
                Assert.Equal("me", (await context.Connection.GetClientCertificateAsync(context.RequestAborted))!.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, false));
                using var socket = await context.WebSockets.AcceptWebSocketAsync(V5);
                await socket.SendAsync(Success, WebSocketMessageType.Binary, true, context.RequestAborted);
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
            },
            ca.Issue("kube.example"),
            wantClientCertificate: true);
        var connection = server.Connection with { Server = new Uri(server.Address, "/base"), CertificateAuthorities = [ca.Certificate], TlsServerName = "kube.example", ClientCertificate = mine, Credentials = new Kubernetes.Configuration.FixedToken("t") };
        using var client = new KubernetesClient(connection);
        using var stranger = new KubernetesClient(connection with { CertificateAuthorities = [users.Certificate] });

        await using var session = await client.ExecAsync("ns", "p", Cat, Token);

        Assert.Equal(new ExecOutcome.Exited(0), await session.Outcome.WaitAsync(Token));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("/base/api/v1/namespaces/ns/pods/p/exec", "Bearer t"), (request.Path, request.Headers["Authorization"]));
        Assert.False((await Assert.ThrowsAsync<KubernetesException>(() => stranger.ExecAsync("ns", "p", Cat, Token))).IsTransient);
    }

    [Fact]
    public async Task A_handshake_without_an_answer_has_the_requests_time_limit_and_a_plain_answer_is_refused()
    {
        await using var silent = await TestServer.StartAsync(Answers.HangAsync);
        await using var plain = await TestServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var waiting = silent.Client(options: new KubernetesClientOptions { RequestTimeout = TimeSpan.FromMilliseconds(50) });
        using var client = plain.Client();
        using var nowhere = new KubernetesClient(new ClusterConnection { Server = new Uri("http://127.0.0.1:1"), Description = "nowhere" });

        await Assert.ThrowsAsync<KubernetesException>(() => waiting.ExecAsync("ns", "p", Cat, Token));
        Assert.Equal("running a command in Pod ns/p: 200 OK: hello", (await Assert.ThrowsAsync<KubernetesException>(() => client.ExecAsync("ns", "p", Cat, Token))).Message);
        var unreachable = await Assert.ThrowsAsync<KubernetesException>(() => nowhere.ExecAsync("ns", "p", Cat, Token));
        Assert.Equal(("running a command in Pod ns/p: cannot reach http://127.0.0.1:1: connection refused", true), (unreachable.Message, unreachable.IsTransient));
    }

    private static Task<TestServer> ServeAsync(Func<WebSocket, CancellationToken, Task> serve, string protocol = V5) => TestServer.StartAsync(async context =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        await serve(socket, context.RequestAborted);
    });

    private static async Task EchoAsync(WebSocket socket, CancellationToken stop)
    {
        while (await SocketPlayer.ReadMessageAsync(socket, stop) is { Message: [0, .. { Length: <= 32 * 1024 } content] })
        {
            await socket.SendAsync((byte[])[1, .. content], WebSocketMessageType.Binary, true, stop);
        }

        await socket.SendAsync(Success, WebSocketMessageType.Binary, true, stop);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, stop);
    }

    private static async Task WriteAllAsync(Stream input, byte[] bytes)
    {
        await input.WriteAsync(bytes, Token);
        await input.DisposeAsync();
    }

    private sealed class CountingStream : MemoryStream
    {
        public long Written { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
