using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Nodes;

namespace Podclip.LocalCluster.Api.Exec;

/// <summary>
/// Carries a command's streams over a WebSocket, each message one channel's number and its bytes. Neither side is read faster than the
/// other one takes it. The command ends when the client leaves.
/// </summary>
/// <param name="socket">The client.</param>
/// <param name="protocol">The version spoken.</param>
internal sealed class ExecSession(WebSocket socket, string protocol) : IDisposable
{
    private const int BufferBytes = 32 * 1024;

    // What a command leaves running in the background may hold its output open; the command is over all the same.
    private static readonly TimeSpan DrainWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Starts a command and carries it to its end.</summary>
    /// <param name="start">Starts it.</param>
    /// <param name="query">The command.</param>
    /// <param name="cancellationToken">The client is gone, or the server stops.</param>
    public async Task RunAsync(Func<IContainerCommand> start, ExecQuery query, CancellationToken cancellationToken)
    {
        // The real server's first word, whatever comes.
        await SendAsync(ExecProtocol.Output, ReadOnlyMemory<byte>.Empty, cancellationToken);
        var leaving = Task.CompletedTask;
        JsonObject status;
        try
        {
            await using var command = start();
            leaving = ReceiveAsync(command.Input, cancellationToken);
            status = ExecStatus.Exited(await CarryAsync(command, leaving, cancellationToken), query.Command, protocol);
        }
        catch (ExecException refused)
        {
            leaving = ReceiveAsync(input: null, cancellationToken);
            status = ExecStatus.NotStarted(refused.Message, protocol);
        }
        catch (OperationCanceledException)
        {
            socket.Abort();
            await leaving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await SendAsync(ExecProtocol.Status, Encoding.UTF8.GetBytes(status.ToJsonString()), cancellationToken);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, cancellationToken);
        await Task.WhenAny(leaving, Task.Delay(CloseWait, cancellationToken));
        socket.Abort();
        await leaving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _sending.Dispose();

    private async Task<int> CarryAsync(IContainerCommand command, Task leaving, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var outgoing = Task.WhenAll(
            PumpAsync(command.Output, ExecProtocol.Output, over.Token),
            command.Errors is { } errors ? PumpAsync(errors, ExecProtocol.Errors, over.Token) : Task.CompletedTask);
        try
        {
            if (await Task.WhenAny(command.Exit, leaving) == leaving)
            {
                // What the client has started goes too, when the command is disposed of.
                throw new OperationCanceledException("the client has left");
            }

            var code = await command.Exit;
            await Task.WhenAny(outgoing, Task.Delay(DrainWait, cancellationToken));
            return code;
        }
        finally
        {
            await over.CancelAsync();
            await command.DisposeAsync();
            await Task.WhenAny(outgoing, Task.Delay(DrainWait, CancellationToken.None));
        }
    }

    private async Task PumpAsync(Stream source, byte channel, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer.AsMemory(0, BufferBytes), cancellationToken)) > 0)
            {
                await SendAsync(channel, buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Takes what the client sends until it leaves.</summary>
    private async Task ReceiveAsync(Stream? input, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var isFirst = true;
        byte channel = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            var content = buffer.AsMemory(0, received.Count);
            if (isFirst && content.Length > 0)
            {
                channel = content.Span[0];
                content = content[1..];
            }

            isFirst = received.EndOfMessage;
            if (channel == ExecProtocol.Input && input is not null)
            {
                await WriteAsync(input, content, cancellationToken);
            }
            else if (channel == ExecProtocol.Close && protocol == ExecProtocol.V5 && content.Length > 0 && content.Span[0] == ExecProtocol.Input && input is not null)
            {
                await input.DisposeAsync();
            }
        }
    }

    /// <summary>A command that does not read on is no fault of the client's.</summary>
    private static async Task WriteAsync(Stream input, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await input.WriteAsync(content, cancellationToken);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // It has closed its input, or ended.
        }
    }

    private async Task SendAsync(byte channel, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var message = ArrayPool<byte>.Shared.Rent(content.Length + 1);
        try
        {
            message[0] = channel;
            content.CopyTo(message.AsMemory(1));
            await _sending.WaitAsync(cancellationToken);
            try
            {
                await socket.SendAsync(message.AsMemory(0, content.Length + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            }
            finally
            {
                _sending.Release();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }
}
