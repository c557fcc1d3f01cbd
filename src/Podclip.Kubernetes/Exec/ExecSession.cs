using System.Globalization;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text.Json;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Exec;

/// <summary>A command that runs in a container. Disposing of it before its end leaves it to the node, which ends it.</summary>
/// <remarks>
/// Little is buffered: <see cref="Output"/> and <see cref="Errors"/> hold 256 KiB each, and the command waits when one of them is
/// full. So both must be read, at the same time; one that nobody wants is disposed of, and what comes is thrown away. A server
/// that is silent for a minute although it is asked for a sign of life counts as gone, and so does one that cannot be heard for
/// that long because a full stream is not read.
/// </remarks>
public sealed class ExecSession : IAsyncDisposable
{
    private const int BufferBytes = 32 * 1024;
    private const int MaxStatusBytes = 256 * 1024;
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(5);
    private static readonly PipeOptions StreamOptions = new(pauseWriterThreshold: 256 * 1024, resumeWriterThreshold: 128 * 1024, useSynchronizationContext: false);

    private readonly ApiRequest _request;
    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _stop;
    private readonly Pipe _output = new(StreamOptions);
    private readonly Pipe _errors = new(StreamOptions);
    private readonly MemoryStream _status = new();
    private readonly TaskCompletionSource<ExecOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loop;
    private bool _disposed;

    internal ExecSession(ApiRequest request, WebSocket socket, bool hasInput, TimeProvider time, CancellationToken caller)
    {
        _request = request;
        _socket = socket;
        _time = time;
        _caller = caller;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Input = hasInput ? new ExecInput(socket) : null;
        Output = _output.Reader.AsStream();
        Errors = _errors.Reader.AsStream();
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>
    /// The command's standard input, or null when it was not asked for. Writing and disposing of it are asynchronous only;
    /// <see cref="Stream.DisposeAsync"/> is its end, of which a server older than 1.30 cannot be told.
    /// </summary>
    public Stream? Input { get; }

    /// <summary>What the command prints. It ends with the command.</summary>
    public Stream Output { get; }

    /// <summary>What the command prints to standard error. It ends with the command.</summary>
    public Stream Errors { get; }

    /// <summary>
    /// How the command ended, known when all of its output has been received. Fails with a transient
    /// <see cref="KubernetesException"/> when the connection is cut, and is cancelled with the session.
    /// </summary>
    public Task<ExecOutcome> Outcome => _outcome.Task;

    /// <summary>Ends the session.</summary>
    /// <returns>When its connection is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
        _socket.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var outcome = await ReceiveAsync();
            await EndAsync(null);
            _outcome.TrySetResult(outcome);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            await EndAsync(new OperationCanceledException(_caller));
            _outcome.TrySetCanceled(_caller.IsCancellationRequested ? _caller : CancellationToken.None);
            _socket.Abort();
            return;
        }
        catch (Exception e)
        {
            var failure = Describe(e);
            await EndAsync(failure);
            _outcome.TrySetException(failure);

            // Whoever reads the streams has seen it.
            _ = _outcome.Task.Exception;
            _socket.Abort();
            return;
        }

        await CloseAsync();
    }

    /// <summary>Carries what the server sends until the command's status has come.</summary>
    private async Task<ExecOutcome> ReceiveAsync()
    {
        var buffer = new byte[BufferBytes];
        var isFirst = true;
        byte channel = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                var code = _socket.CloseStatus is { } status ? $" with code {((int)status).ToString(CultureInfo.InvariantCulture)}" : "";
                throw RequestFailure.Cut(_request, $"the server closed it{code} before the command's end was known", null);
            }

            ReadOnlyMemory<byte> content = buffer.AsMemory(0, received.Count);
            if (isFirst && content.Length > 0)
            {
                channel = content.Span[0];
                content = content[1..];
                isFirst = false;
            }

            await TakeAsync(channel, content);
            if (received.EndOfMessage)
            {
                if (channel == ExecProtocol.Status && _status.Length > 0)
                {
                    return ExecProtocol.ReadOutcome(_status.GetBuffer().AsSpan(0, (int)_status.Length));
                }

                isFirst = true;
            }
        }
    }

    private async ValueTask TakeAsync(byte channel, ReadOnlyMemory<byte> content)
    {
        switch (channel)
        {
            case ExecProtocol.Output when content.Length > 0:
                await _output.Writer.WriteAsync(content, _stop.Token);
                break;
            case ExecProtocol.Errors when content.Length > 0:
                await _errors.Writer.WriteAsync(content, _stop.Token);
                break;
            case ExecProtocol.Status when _status.Length + content.Length > MaxStatusBytes:
                throw new InvalidDataException($"the command's status is longer than {MaxStatusBytes} bytes");
            case ExecProtocol.Status:
                _status.Write(content.Span);
                break;
        }
    }

    private async Task EndAsync(Exception? failure)
    {
        await _output.Writer.CompleteAsync(failure);
        await _errors.Writer.CompleteAsync(failure);
    }

    private KubernetesException Describe(Exception exception) => exception switch
    {
        KubernetesException failure => failure,
        JsonException or InvalidDataException => RequestFailure.Unreadable(_request, exception),
        _ => RequestFailure.Cut(_request, RequestFailure.Describe(exception), exception),
    };

    /// <summary>Takes part in the closing handshake, as long as the server does.</summary>
    private async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(CloseWait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, either.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or InvalidOperationException)
        {
            _socket.Abort();
        }
    }
}
