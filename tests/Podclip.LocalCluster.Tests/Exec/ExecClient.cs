using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Tests.Exec;

/// <summary>Runs a command in a pod, frame by frame.</summary>
internal sealed class ExecClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    public List<(byte Channel, string Text)> Frames { get; } = [];

    public string Protocol => _socket.SubProtocol!;

    public string Output => Text(1);

    public string Errors => Text(2);

    public JsonNode Status => JsonNode.Parse(Text(3))!;

    public static async Task<ExecClient> ConnectAsync(TestCluster cluster, string pod, string query, params string[] protocols)
    {
        var client = new ExecClient();
        foreach (var protocol in protocols)
        {
            client._socket.Options.AddSubProtocol(protocol);
        }

        client._socket.Options.SetRequestHeader("Authorization", cluster.Client.DefaultRequestHeaders.Authorization!.ToString());
        var address = new UriBuilder(cluster.Cluster.Server) { Scheme = "wss", Path = $"/api/v1/namespaces/default/pods/{pod}/exec", Query = query };
        await client._socket.ConnectAsync(address.Uri, cluster.Client, TestContext.Current.CancellationToken);
        return client;
    }

    public Task SendAsync(byte channel, ReadOnlyMemory<byte> content) => _socket.SendAsync(
        new ArraySegment<byte>([channel, .. content.ToArray()]), WebSocketMessageType.Binary, endOfMessage: true, TestContext.Current.CancellationToken);

    public void Leave() => _socket.Abort();

    /// <summary>Reads until the server closes. Answers its close code.</summary>
    public async Task<WebSocketCloseStatus?> ReadToEndAsync()
    {
        while (await ReadAsync())
        {
        }

        return _socket.CloseStatus;
    }

    /// <summary>Reads one message; false when the server has closed.</summary>
    public async Task<bool> ReadAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var message = new List<byte>();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
                return false;
            }

            message.AddRange(buffer.AsSpan(0, received.Count));
            if (received.EndOfMessage)
            {
                Frames.Add((message[0], Encoding.Latin1.GetString([.. message], 1, message.Count - 1)));
                return true;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private string Text(byte channel) => string.Concat(Frames.Where(f => f.Channel == channel).Select(f => f.Text));
}
