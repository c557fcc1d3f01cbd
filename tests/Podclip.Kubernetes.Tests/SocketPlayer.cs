using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Podclip.Kubernetes.Tests;

/// <summary>Plays a recorded exec to a client, and holds what the client says against the recorded client's words.</summary>
internal sealed class SocketPlayer(Recording recording)
{
    /// <summary>Into how many bytes at a time each message is cut; 0 for none.</summary>
    public int FragmentBytes { get; init; }

    /// <summary>What the client said otherwise than recorded.</summary>
    public List<string> Differences { get; } = [];

    public async Task PlayAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(recording.Headers["sec-websocket-protocol"]);
        foreach (var frame in recording.SocketFrames)
        {
            if (frame.FromClient)
            {
                await HearAsync(socket, frame, context.RequestAborted);
            }
            else if (frame.Opcode == SocketFrame.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
            }
            else
            {
                await SayAsync(socket, frame.Payload, context.RequestAborted);
            }
        }
    }

    private async Task SayAsync(WebSocket socket, byte[] payload, CancellationToken cancellationToken)
    {
        var size = FragmentBytes == 0 ? payload.Length : FragmentBytes;
        for (var start = 0; start < payload.Length; start += size)
        {
            var end = Math.Min(payload.Length, start + size);
            await socket.SendAsync(payload.AsMemory(start, end - start), WebSocketMessageType.Binary, end == payload.Length, cancellationToken);
        }
    }

    private async Task HearAsync(WebSocket socket, SocketFrame expected, CancellationToken cancellationToken)
    {
        var (type, heard) = await ReadMessageAsync(socket, cancellationToken);
        var isClose = type == WebSocketMessageType.Close;
        if (isClose != (expected.Opcode == SocketFrame.Close) || (!isClose && !heard.AsSpan().SequenceEqual(expected.Payload)))
        {
            Differences.Add($"{type} {Convert.ToHexString(heard)} instead of {expected.Opcode} {Convert.ToHexString(expected.Payload)}");
        }
    }

    public static async Task<(WebSocketMessageType Type, byte[] Message)> ReadMessageAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var message = new List<byte>();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            message.AddRange(buffer.AsSpan(0, received.Count));
            if (received.EndOfMessage)
            {
                return (received.MessageType, [.. message]);
            }
        }
    }
}
