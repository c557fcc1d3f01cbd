using System.Globalization;
using System.Text;
using Podclip.Agents.Transcripts;
using Podclip.Engine.Journal;
using Podclip.Engine.Observing.Redaction;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Logs;

namespace Podclip.Engine.Observing;

/// <summary>
/// Carries a container's output into the journal, redacted, and reads what it proves on the way. Ends at the end markers, which say
/// that the log is complete before the cluster does.
/// </summary>
internal sealed class LogPump
{
    // The runtime may deliver one stream's marker before the other stream's last line; both are in the same pipe by then.
    private static readonly TimeSpan SecondMarkerWait = TimeSpan.FromSeconds(1);

    private readonly JournalWriter _journal;
    private readonly Redactor _redactor;
    private readonly ITranscriptReader _reader;
    private readonly TimeProvider _time;
    private readonly byte[] _marker;
    private string _lastStamp = "";
    private readonly List<(JournalKind Kind, string Timestamp, ulong Hash, ReadOnlyMemory<byte> Payload)> _batch = [];
    private readonly Pulse _activity = new();
    private int _markers;
    private volatile bool _hasOutput;
    private volatile bool _hasSaidEnd;
    private volatile int _idleSteps;

    public LogPump(string nonce, JournalWriter journal, Redactor redactor, ITranscriptReader reader, TimeProvider time)
    {
        _marker = Encoding.ASCII.GetBytes(EntryScript.Marker(nonce) + " ");
        _journal = journal;
        _redactor = redactor;
        _reader = reader;
        _time = time;
    }

    /// <summary>The agent's exit code as the first marker told it.</summary>
    public int? MarkerExitCode { get; private set; }

    /// <summary>Whether output may be missing.</summary>
    public bool HasGap { get; private set; }

    /// <summary>Why the server would not give the log, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether the agent has printed anything.</summary>
    public bool HasOutput => _hasOutput;

    /// <summary>Whether the agent has said by an event that it is done.</summary>
    public bool HasSaidEnd => _hasSaidEnd;

    /// <summary>How many steps in a row have led the agent nowhere.</summary>
    public int IdleSteps => _idleSteps;

    /// <summary>Completes at the next output.</summary>
    public Task Activity => _activity.Next;

    /// <summary>Where the log was read to.</summary>
    public LogPositionTracker Position { get; } = new();

    /// <summary>What the output proves so far.</summary>
    public AgentEvidence Evidence => _reader.Evidence;

    /// <summary>Takes up what an earlier process has journalled.</summary>
    public void Replay(IEnumerable<JournalRecord> records)
    {
        foreach (var record in records)
        {
            switch (record.Kind)
            {
                case JournalKind.Line or JournalKind.Partial:
                    _reader.Read(record.Payload.Span);
                    _hasOutput = true;
                    break;
                case JournalKind.Marker:
                    CountMarker(int.Parse(Encoding.ASCII.GetString(record.Payload.Span), CultureInfo.InvariantCulture));
                    break;
                case JournalKind.Gap:
                    HasGap = true;
                    break;
                default:
                    continue;
            }

            if (record.Hash != 0)
            {
                Position.Add(new LogMark(record.Timestamp, record.Hash));
            }
        }

        NoteEvidence();
    }

    /// <summary>Reads the log to its end.</summary>
    /// <param name="follower">The log.</param>
    /// <param name="containerEnded">Completes when the container's status says so.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task RunAsync(LogFollower follower, Task containerEnded, CancellationToken cancellationToken)
    {
        if (_markers >= 2)
        {
            return;
        }

        using var afterMarker = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await foreach (var batch in follower.FollowAsync(Position.Current, containerEnded, afterMarker.Token))
            {
                var before = _markers;
                Take(batch);
                if (_markers >= 2)
                {
                    return;
                }

                if (before == 0 && _markers == 1)
                {
                    StopSoon(afterMarker);
                }
            }
        }
        catch (OperationCanceledException) when (_markers > 0 && !cancellationToken.IsCancellationRequested)
        {
            // One stream's marker stayed away; the other told the end.
        }
    }

    /// <summary>Notes in the journal that the server will not give the log, and why.</summary>
    public void Refuse(string reason)
    {
        if (Refusal is null)
        {
            _journal.Append(JournalKind.Gap, $"the log cannot be read: {reason}");
        }

        (Refusal, HasGap) = (reason, true);
    }

    private void StopSoon(CancellationTokenSource source) =>
        _ = _time.CreateTimer(static state => CancelQuietly((CancellationTokenSource)state!), source, SecondMarkerWait, Timeout.InfiniteTimeSpan);

    private static void CancelQuietly(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The second marker came in time.
        }
    }

    private void Take(IReadOnlyList<LogItem> items)
    {
        foreach (var item in items)
        {
            switch (item)
            {
                case LogItem.Line line:
                    Take(line.Value);
                    break;
                case LogItem.Gap gap:
                    HasGap = true;
                    EmitHeld();
                    Flush();
                    _journal.Append(JournalKind.Gap, gap.Reason);
                    break;
                case LogItem.Gone gone:
                    HasGap = true;
                    EmitHeld();
                    Flush();
                    _journal.Append(JournalKind.Gap, gone.Reason);
                    break;
                case LogItem.Complete:
                    EmitHeld();
                    break;
                case LogItem.Reconnected:
                    break;
                default:
                    throw new InvalidOperationException($"Unknown log item {item}.");
            }
        }

        Flush();
        NoteEvidence();
        _activity.Beat();
    }

    // What others look at while lines are read.
    private void NoteEvidence()
    {
        var evidence = _reader.Evidence;
        _hasSaidEnd = evidence is { AnnouncesEnd: true, HasEnded: true };
        _idleSteps = evidence.IdleSteps;
    }

    private void Take(in LogLine line)
    {
        Position.Add(line);
        var at = line.Bytes.Span.IndexOf(_marker);
        if (at < 0 || !int.TryParse(line.Bytes.Span[(at + _marker.Length)..], NumberStyles.None, CultureInfo.InvariantCulture, out var exitCode))
        {
            Emit(line.IsPartial ? JournalKind.Partial : JournalKind.Line, line, line.Bytes, line.Hash, line.IsPartial);
            return;
        }

        if (at > 0)
        {
            // The agent's last words had no line end; the hash belongs to the whole line and goes with the marker.
            Emit(JournalKind.Partial, line, line.Bytes[..at], 0, continues: false);
        }

        CountMarker(exitCode);
        _batch.Add((JournalKind.Marker, line.RawTimestamp, line.Hash, Encoding.ASCII.GetBytes(exitCode.ToString(CultureInfo.InvariantCulture))));
    }

    // The log is over, or broken, behind a piece of a line: what was held back of it was no secret's beginning.
    private void EmitHeld()
    {
        var held = _redactor.RedactPiece(default, continues: false);
        if (held.Length > 0)
        {
            _reader.Read(held.Span);
            _batch.Add((JournalKind.Partial, _lastStamp, 0, held));
        }
    }

    private void Emit(JournalKind kind, in LogLine line, ReadOnlyMemory<byte> bytes, ulong hash, bool continues)
    {
        var redacted = _redactor.RedactPiece(bytes, continues);
        _lastStamp = continues ? line.RawTimestamp : "";
        _reader.Read(redacted.Span);
        _hasOutput = true;
        _batch.Add((kind, line.RawTimestamp, hash, redacted));
    }

    private void CountMarker(int exitCode)
    {
        _markers++;
        MarkerExitCode ??= exitCode;
    }

    private void Flush()
    {
        if (_batch.Count > 0)
        {
            _journal.AppendOutput(_batch);
            _batch.Clear();
        }
    }
}
