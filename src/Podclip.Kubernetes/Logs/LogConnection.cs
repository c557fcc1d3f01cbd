using System.Globalization;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Logs;

/// <summary>
/// The stream of a log. While its container lives it may be silent for any time, since agents think; once the container has
/// ended, silence is bounded.
/// </summary>
internal sealed class LogConnection : IAsyncDisposable
{
    // A stream that was open when its container ended brings the rest at once.
    private static readonly TimeSpan SilenceAfterEnd = TimeSpan.FromSeconds(2);

    // One that was opened afterwards may have to wait for a slow node.
    private static readonly TimeSpan SilenceWhenEnded = TimeSpan.FromSeconds(30);

    private readonly KubernetesClient _client;
    private readonly string _ns;
    private readonly string _pod;
    private readonly string _container;
    private readonly TimeProvider _time;
    private readonly Action _opening;
    private readonly Action _opened;
    private CancellationTokenSource? _exchange;
    private Stream? _stream;

    public LogConnection(KubernetesClient client, string ns, string pod, string container, TimeProvider time, Action opening, Action opened)
    {
        _client = client;
        _ns = ns;
        _pod = pod;
        _container = container;
        _time = time;
        _opening = opening;
        _opened = opened;
    }

    public bool IsOpen => _stream is not null;

    /// <summary>Whether any attempt so far got a stream.</summary>
    public bool WasOpen { get; private set; }

    /// <summary>Whether the container was known to have ended before the last attempt: then a clean end of the stream is the log's.</summary>
    public bool OpenedAfterEnd { get; private set; }

    public async Task<LogOpening> OpenAsync(DateTimeOffset? since, Task ended, CancellationToken cancellationToken)
    {
        OpenedAfterEnd = ended.IsCompleted;
        _opening();
        _exchange = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new PodLogOptions { Container = _container, Follow = true, Timestamps = true, SinceTime = since };
        var opening = _client.OpenLogAsync(_ns, _pod, options, _exchange.Token);
        try
        {
            if (!await IsDoneAsync(opening, ended))
            {
                await using var late = await AbandonAsync(opening);
                await CloseAsync();
                return LogOpening.Silent;
            }

            _stream = await opening;
        }
        catch
        {
            await CloseAsync();
            throw;
        }

        if (IsOpen)
        {
            WasOpen = true;
            _opened();
        }

        return IsOpen ? LogOpening.Open : LogOpening.NotScheduled;
    }

    public async Task<LogReading> ReadAsync(Memory<byte> buffer, Task ended, CancellationToken cancellationToken)
    {
        try
        {
            var reading = _stream!.ReadAsync(buffer, _exchange!.Token);
            if (reading.IsCompletedSuccessfully)
            {
                return new LogReading(reading.Result);
            }

            var pending = reading.AsTask();
            if (await IsDoneAsync(pending, ended))
            {
                return new LogReading(await pending);
            }

            await AbandonAsync(pending);
            return new LogReading(0, $"silent for {SilenceLimit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s after its container's end");
        }
        catch (Exception e) when (RequestFailure.IsNetwork(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new LogReading(0, RequestFailure.Describe(e));
        }
    }

    public async ValueTask CloseAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
            _stream = null;
        }

        _exchange?.Dispose();
        _exchange = null;
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private TimeSpan SilenceLimit => OpenedAfterEnd ? SilenceWhenEnded : SilenceAfterEnd;

    /// <summary>Waits for work; once the container has ended, not longer than the limit.</summary>
    private async Task<bool> IsDoneAsync(Task work, Task ended)
    {
        if (!work.IsCompleted && !ended.IsCompleted)
        {
            await Task.WhenAny(work, ended);
        }

        if (work.IsCompleted)
        {
            return true;
        }

        using var stop = new CancellationTokenSource();
        var limit = Task.Delay(SilenceLimit, _time, stop.Token);
        await Task.WhenAny(work, limit);
        await stop.CancelAsync();
        return work.IsCompleted;
    }

    /// <summary>Cancels work that took too long, and gives its result if it came after all.</summary>
    private async Task<T?> AbandonAsync<T>(Task<T> work)
    {
        await _exchange!.CancelAsync();
        try
        {
            return await work;
        }
        catch (Exception e) when (e is OperationCanceledException or KubernetesException || RequestFailure.IsNetwork(e))
        {
            return default;
        }
    }
}
