using System.Text;
using Podclip.Kubernetes.Client;

namespace Podclip.Kubernetes.Logs;

/// <summary>One enumeration of a <see cref="LogFollower"/>: opens the log, reads it, and opens it again until it is over.</summary>
internal sealed class LogSession : IAsyncDisposable
{
    private const int MaxNoteBytes = 200;

    // The second before the last line's own, too. If streams are cut again and again before anything new has come, going
    // without it may be the only way on.
    private static readonly TimeSpan WideMargin = TimeSpan.FromSeconds(1);
    private const int MaxStuckStreams = 3;

    private readonly LogConnection _connection;
    private readonly Task _ended;
    private readonly LogFollowerOptions _options;
    private readonly TimeProvider _time;
    private readonly LogLineBuffer _buffer;
    private readonly LogPositionTracker _tracker;
    private readonly Backoff _startBackoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));
    private readonly Backoff _cutBackoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10));

    // A container's status follows the end of its log by about a second; asking sooner would be in vain.
    private readonly Backoff _pollBackoff = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));

    private KnownRun _run = new(LogPosition.Start, TimeSpan.Zero);
    private int _stuckStreams;
    private bool _isReplaying;
    private TimeSpan _wait;
    private string? _cutReason;
    private string? _note;
    private string? _lastStamp;
    private long? _failingSince;

    public LogSession(LogConnection connection, LogPosition position, Task ended, LogFollowerOptions options, TimeProvider time)
    {
        _connection = connection;
        _tracker = new LogPositionTracker(position);
        _ended = ended;
        _options = options;
        _time = time;
        _buffer = new LogLineBuffer(options.MaxLineBytes);
    }

    /// <summary>Whether the last item was handed out.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The next items, at least one.</summary>
    public async Task<IReadOnlyList<LogItem>> NextAsync(CancellationToken cancellationToken)
    {
        var items = new List<LogItem>();
        while (items.Count == 0)
        {
            if (_connection.IsOpen)
            {
                await ReadAsync(items, cancellationToken);
            }
            else
            {
                await PauseAsync(cancellationToken);
                await OpenAsync(items, cancellationToken);
            }
        }

        return items;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _buffer.Dispose();
    }

    /// <summary>Waits as long as the last failure asks for; the container's end cuts every wait short once.</summary>
    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        if (_wait <= TimeSpan.Zero)
        {
            return;
        }

        using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = Task.Delay(_wait, _time, wake.Token);
        await (_ended.IsCompleted ? delay : Task.WhenAny(delay, _ended));
        await wake.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task OpenAsync(List<LogItem> items, CancellationToken cancellationToken)
    {
        _wait = TimeSpan.Zero;
        _note = null;
        _isReplaying = false;
        _run = new KnownRun(_tracker.Current, _stuckStreams < MaxStuckStreams ? WideMargin : TimeSpan.Zero);
        try
        {
            var opening = await _connection.OpenAsync(_run.Since, _ended, cancellationToken);
            switch (opening)
            {
                case LogOpening.Open:
                    break;
                case LogOpening.NotScheduled:
                    WaitForStart("the pod was never scheduled", items);
                    break;
                case LogOpening.Silent:
                    Retry("the server did not answer", retryAfter: null, items);
                    break;
                default:
                    throw new InvalidOperationException($"unknown outcome {opening}");
            }
        }
        catch (KubernetesException e) when (e.IsNotFound)
        {
            Finish(new LogItem.Gone(e.Message), items);
        }
        catch (KubernetesException e) when (e.StatusCode == 400 && IsBeforeStart(e))
        {
            WaitForStart(e.Message, items);
        }
        catch (KubernetesException e) when (e.IsTransient)
        {
            Retry(e.Message, e.RetryAfter, items);
        }
    }

    private static bool IsBeforeStart(KubernetesException refusal) =>
        refusal.Message.Contains("is waiting to start", StringComparison.Ordinal)
        || refusal.Message.Contains("is not available", StringComparison.Ordinal)
        || refusal.Message.Contains("is terminated", StringComparison.Ordinal);

    private async Task ReadAsync(List<LogItem> items, CancellationToken cancellationToken)
    {
        var read = await _connection.ReadAsync(_buffer.GetFree(), _ended, cancellationToken);
        if (read.Failure is { } failure)
        {
            await _connection.CloseAsync();
            Retry(failure, retryAfter: null, items);
            return;
        }

        _buffer.Advance(read.Count);
        while (_buffer.TryRead(out var line))
        {
            Take(line, items);
        }

        if (read.Count == 0)
        {
            await EndAsync(items);
        }
    }

    private async Task EndAsync(List<LogItem> items)
    {
        await _connection.CloseAsync();
        if (_connection.OpenedAfterEnd)
        {
            if (_buffer.TryReadRest(out var rest))
            {
                Take(rest, items);
            }

            if (_note is null)
            {
                Complete(items);
                return;
            }
        }

        if (_note is not null)
        {
            Retry($"the node wrote: {_note}", retryAfter: null, items);
            return;
        }

        // Either the container has just ended and its status is on the way, or the stream was cut politely.
        _buffer.Clear();
        _cutReason ??= "the log ended before its container";
        _wait = _ended.IsCompleted ? TimeSpan.Zero : _pollBackoff.Next();
    }

    private void Complete(List<LogItem> items)
    {
        if (!_run.IsPassed)
        {
            items.Add(new LogItem.Gap("the lines read last are no longer in the log"));
        }

        Finish(new LogItem.Complete(), items);
    }

    private void Take(in RawLogLine line, List<LogItem> items)
    {
        if (line.Stamp.IsEmpty)
        {
            // Not the container's: words of the node about the log, or the rest of a long line that began before the time asked for.
            _note = ToNote(line.Content.Span);
            return;
        }

        if (_note is not null && _run.IsPassed)
        {
            items.Add(new LogItem.Gap($"the node wrote: {_note}"));
        }

        _note = null;
        var hash = LineHash.Of(line.Content.Span);
        var novelty = _run.Judge(line.Stamp.Span, line.Time, hash);
        if (novelty == LineNovelty.Known)
        {
            _stuckStreams += _isReplaying ? 0 : 1;
            _isReplaying = true;
            return;
        }

        if (novelty == LineNovelty.NewAfterGap)
        {
            items.Add(new LogItem.Gap($"the lines read last are no longer in the log{(_cutReason is null ? "" : $" ({_cutReason})")}"));
        }
        else if (_cutReason is not null)
        {
            items.Add(new LogItem.Reconnected(_cutReason));
        }

        var value = new LogLine(line.Time, StampText(line.Stamp.Span), line.Content, line.IsPartial, hash);
        items.Add(new LogItem.Line(value));
        _tracker.Add(value);
        NoteProgress();
    }

    private void NoteProgress()
    {
        _stuckStreams = 0;
        _cutReason = null;
        _failingSince = null;
        _startBackoff.Reset();
        _cutBackoff.Reset();
        _pollBackoff.Reset();
    }

    private void WaitForStart(string reason, List<LogItem> items)
    {
        if (_connection.OpenedAfterEnd)
        {
            Finish(new LogItem.Gone(reason), items);
            return;
        }

        _wait = _startBackoff.Next();
    }

    private void Retry(string reason, TimeSpan? retryAfter, List<LogItem> items)
    {
        _buffer.Clear();
        if (_connection.WasOpen)
        {
            _cutReason ??= reason;
        }

        if (_connection.OpenedAfterEnd)
        {
            _failingSince ??= _time.GetTimestamp();
            if (_time.GetElapsedTime(_failingSince.Value) >= _options.GiveUpAfter)
            {
                Finish(new LogItem.Gone($"the log could not be read to its end: {reason}"), items);
                return;
            }
        }

        _wait = _cutBackoff.Next(retryAfter);
    }

    private void Finish(LogItem last, List<LogItem> items)
    {
        items.Add(last);
        IsOver = true;
    }

    /// <summary>Lines that share an instant share its text.</summary>
    private string StampText(ReadOnlySpan<byte> stamp)
    {
        if (_lastStamp is null || !Ascii.Equals(stamp, _lastStamp))
        {
            _lastStamp = Encoding.ASCII.GetString(stamp);
        }

        return _lastStamp;
    }

    private static string ToNote(ReadOnlySpan<byte> text) =>
        string.Create(Math.Min(text.Length, MaxNoteBytes), text, static (note, source) =>
        {
            for (var i = 0; i < note.Length; i++)
            {
                note[i] = source[i] is >= 0x20 and < 0x7F ? (char)source[i] : '?';
            }
        });
}
