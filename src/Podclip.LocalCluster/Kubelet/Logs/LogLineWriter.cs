using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Nodes;

namespace Podclip.LocalCluster.Kubelet.Logs;

/// <summary>
/// Puts whole lines together from a log's entries and writes those that were asked for. Lines of the two outputs never run into each
/// other: a line in pieces is held back, as a place in the file and not in memory, until its end comes; its time is that of its end.
/// </summary>
internal sealed class LogLineWriter(SafeFileHandle file, PodLogQuery query, PipeWriter output)
{
    private const int FlushSize = 64 * 1024;
    private const long Closed = -1;
    private readonly long[] _begun = [Closed, Closed];
    private readonly byte[][] _pieceTimes = [[], []];
    private readonly byte[] _since = query.Since is { } since
        ? Encoding.ASCII.GetBytes(since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture))
        : [];
    private long _left = query.LimitBytes ?? long.MaxValue;
    private long _unflushed;

    /// <summary>How many lines from here on are not wanted.</summary>
    public long Skip { get; set; }

    /// <summary>Whether nothing more is wanted: the limit is reached or nobody listens.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Takes the next entry.</summary>
    public ValueTask AcceptAsync(LogEntry entry, CancellationToken cancellationToken)
    {
        var stream = (int)entry.Stream;
        if (!entry.IsWhole)
        {
            _begun[stream] = _begun[stream] == Closed ? entry.Offset : _begun[stream];
            _pieceTimes[stream] = entry.Time.ToArray();
            return ValueTask.CompletedTask;
        }

        var begun = _begun[stream];
        _begun[stream] = Closed;
        return IsWanted(entry.Time.Span) ? WriteLineAsync(entry, begun, cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>The container has ended: lines without an end are written as they are.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var stream in (LogStream[])(_begun[0] <= _begun[1] ? [LogStream.Output, LogStream.Errors] : [LogStream.Errors, LogStream.Output]))
        {
            var begun = _begun[(int)stream];
            _begun[(int)stream] = Closed;
            if (begun != Closed && IsWanted(_pieceTimes[(int)stream]))
            {
                WriteTime(_pieceTimes[(int)stream]);
                await WritePiecesAsync(stream, begun, long.MaxValue, cancellationToken);
            }
        }
    }

    /// <summary>Hands on what was written.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_unflushed > 0)
        {
            _unflushed = 0;
            var result = await output.FlushAsync(cancellationToken);
            IsDone |= result.IsCompleted;
        }
    }

    private bool IsWanted(ReadOnlySpan<byte> time)
    {
        if (Skip > 0)
        {
            Skip--;
            return false;
        }

        return _since.Length == 0 || time[..Math.Min(time.Length, _since.Length)].SequenceCompareTo(_since) >= 0;
    }

    private async ValueTask WriteLineAsync(LogEntry entry, long begun, CancellationToken cancellationToken)
    {
        WriteTime(entry.Time.Span);
        if (begun != Closed)
        {
            await WritePiecesAsync(entry.Stream, begun, entry.Offset, cancellationToken);
        }

        Write(entry.Content.Span);
        Write("\n"u8);
        if (_unflushed >= FlushSize)
        {
            await FlushAsync(cancellationToken);
        }
    }

    private async ValueTask WritePiecesAsync(LogStream stream, long begin, long end, CancellationToken cancellationToken)
    {
        using var reader = new LogEntryReader(file, begin);
        while (!IsDone && reader.TryRead(out var piece) && piece.Offset < end)
        {
            if (piece.Stream != stream)
            {
                continue;
            }

            Write(piece.Content.Span);
            if (_unflushed >= FlushSize)
            {
                await FlushAsync(cancellationToken);
            }
        }
    }

    private void WriteTime(ReadOnlySpan<byte> time)
    {
        if (query.Timestamps)
        {
            Write(time);
            Write(" "u8);
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _left)
        {
            bytes = bytes[..(int)_left];
        }

        // PipeWriter's own Write copies through its segments; nothing is kept here.
        System.Buffers.BuffersExtensions.Write(output, bytes);
        _unflushed += bytes.Length;
        _left -= bytes.Length;
        IsDone |= _left == 0;
    }
}
