using System.Buffers;
using System.Net.WebSockets;

namespace Podclip.Kubernetes.Exec;

/// <summary>
/// A command's standard input. A write is done when the network has taken it, so a command that does not read holds its writer
/// up. Disposing of it is the end of the input.
/// </summary>
internal sealed class ExecInput : Stream
{
    private const int MaxFrameBytes = 32 * 1024;

    private readonly WebSocket _socket;
    private readonly bool _canClose;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _closed;

    public ExecInput(WebSocket socket)
    {
        _socket = socket;
        _canClose = socket.SubProtocol == ExecProtocol.V5;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Sends bytes. Cancelling it ends the session, because half a message cannot be taken back.</summary>
    /// <exception cref="IOException">The command has ended, or the connection is cut.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var message = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length, MaxFrameBytes) + 1);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            message[0] = ExecProtocol.Input;
            for (var rest = buffer; rest.Length > 0; rest = rest[Math.Min(rest.Length, MaxFrameBytes)..])
            {
                var part = rest[..Math.Min(rest.Length, MaxFrameBytes)];
                part.CopyTo(message.AsMemory(1));
                await SendAsync(message.AsMemory(0, part.Length + 1), cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
            ArrayPool<byte>.Shared.Return(message, clearArray: true);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Tells the command that its input is at its end, if the server can (version 5); an older one goes on waiting.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (!_closed && _canClose)
            {
                await SendAsync(new[] { ExecProtocol.Close, ExecProtocol.Input }, CancellationToken.None);
            }
        }
        catch (IOException)
        {
            // The command has ended before its input.
        }
        finally
        {
            _closed = true;
            _turn.Release();
        }

        await base.DisposeAsync();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Not supported: it would block a thread for as long as the command does not read.</summary>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("write asynchronously");

    private async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException("the command has ended, or the connection to it is cut", e);
        }
    }
}
