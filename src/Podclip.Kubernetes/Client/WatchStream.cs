using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Podclip.Kubernetes.Client;

/// <summary>An open watch: the server has answered and events follow.</summary>
/// <typeparam name="T">The kind watched.</typeparam>
internal sealed class WatchStream<T> : IAsyncDisposable
    where T : KubernetesObject
{
    // Larger than any object etcd stores; a longer line is not a watch.
    private const int MaxLineBytes = 32 * 1024 * 1024;
    private const int ReadBytes = 16 * 1024;

    private readonly ApiRequest _request;
    private readonly ResourceType<T> _type;
    private readonly HttpResponseMessage _response;
    private readonly TimeSpan _idleLimit;
    private readonly TimeProvider _time;

    public WatchStream(ApiRequest request, ResourceType<T> type, HttpResponseMessage response, TimeSpan idleLimit, TimeProvider time)
    {
        _request = request;
        _type = type;
        _response = response;
        _idleLimit = idleLimit;
        _time = time;
    }

    /// <summary>The events until the server ends the stream.</summary>
    /// <exception cref="KubernetesException">An ERROR event, a cut, or silence beyond the limit.</exception>
    public async IAsyncEnumerable<WatchEvent<T>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(await _response.Content.ReadAsStreamAsync(cancellationToken), new StreamPipeReaderOptions(bufferSize: ReadBytes));
        using var idle = new CancellationTokenSource(_idleLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, idle.Token);
        try
        {
            while (true)
            {
                var read = await ReadMoreAsync(reader, idle.Token, either.Token, cancellationToken);
                idle.CancelAfter(_idleLimit);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    if (Parse(rest.Slice(0, end)) is { } next)
                    {
                        yield return next;
                    }

                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                if (read.IsCompleted)
                {
                    ThrowIfUnfinished(rest);
                    yield break;
                }

                if (rest.Length > MaxLineBytes)
                {
                    throw RequestFailure.Unreadable(_request, new InvalidDataException($"an event is longer than {MaxLineBytes} bytes"));
                }

                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<ReadResult> ReadMoreAsync(PipeReader reader, CancellationToken idle, CancellationToken either, CancellationToken caller)
    {
        try
        {
            return await reader.ReadAsync(either);
        }
        catch (OperationCanceledException e) when (idle.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            throw RequestFailure.Cut(_request, $"silent for {_idleLimit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s", e);
        }
        catch (Exception e) when (RequestFailure.IsNetwork(e))
        {
            caller.ThrowIfCancellationRequested();
            throw RequestFailure.Cut(_request, RequestFailure.Describe(e), e);
        }
    }

    private WatchEvent<T>? Parse(in ReadOnlySequence<byte> line) => IsBlank(line) ? null : WatchFrame.Read(_request, _type, line);

    private void ThrowIfUnfinished(in ReadOnlySequence<byte> rest)
    {
        if (!IsBlank(rest))
        {
            throw RequestFailure.Cut(_request, "it ended in the middle of an event", null);
        }
    }

    private static bool IsBlank(in ReadOnlySequence<byte> bytes)
    {
        foreach (var part in bytes)
        {
            if (part.Span.ContainsAnyExcept(" \t\r\n"u8))
            {
                return false;
            }
        }

        return true;
    }
}
