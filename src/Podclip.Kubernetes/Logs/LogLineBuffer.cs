using System.Buffers;

namespace Podclip.Kubernetes.Logs;

/// <summary>
/// Cuts the bytes of a log into lines without copying them. What it hands out stays valid until <see cref="GetFree"/>.
/// </summary>
internal sealed class LogLineBuffer : IDisposable
{
    private const int SmallBytes = 64 * 1024;
    private const int MinFreeBytes = 16 * 1024;

    private readonly int _maxLineBytes;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(SmallBytes);
    private int _start;
    private int _end;
    private int _scanned;
    private byte[]? _pieceStamp;
    private DateTimeOffset _pieceTime;

    public LogLineBuffer(int maxLineBytes) => _maxLineBytes = maxLineBytes;

    /// <summary>Where the next bytes go; tell <see cref="Advance"/> how many came.</summary>
    public Memory<byte> GetFree()
    {
        if (_start == _end && _bytes.Length > 2 * SmallBytes)
        {
            Replace(SmallBytes);
        }
        else if (_start == _end || _bytes.Length - _end < MinFreeBytes)
        {
            // Unfinished lines move to the front; a buffer that one line fills grows until a piece can be cut from it.
            if (_bytes.Length - (_end - _start) < MinFreeBytes)
            {
                Replace(_bytes.Length * 2);
            }
            else
            {
                Move(_bytes);
            }
        }

        return _bytes.AsMemory(_end);
    }

    public void Advance(int count) => _end += count;

    /// <summary>The next complete line, or the next piece of one that is too long.</summary>
    public bool TryRead(out RawLogLine line)
    {
        var found = _bytes.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        var end = found < 0 ? _end : _scanned + found;
        _scanned = end;
        if (found < 0 && end - _start <= _maxLineBytes)
        {
            line = default;
            return false;
        }

        var (stamp, time, content) = Split(end);
        if (end - content > _maxLineBytes)
        {
            _pieceStamp ??= stamp.ToArray();
            _pieceTime = time;
            _start = content + _maxLineBytes;
            line = new RawLogLine(stamp, time, _bytes.AsMemory(content, _maxLineBytes), IsPartial: true);
            return true;
        }

        if (found < 0)
        {
            line = default;
            return false;
        }

        _pieceStamp = null;
        _start = _scanned = end + 1;
        line = new RawLogLine(stamp, time, _bytes.AsMemory(content, end - content), IsPartial: false);
        return true;
    }

    /// <summary>What is left when the log is over: last words without a line end.</summary>
    public bool TryReadRest(out RawLogLine line)
    {
        var (stamp, time, content) = Split(_end);
        line = new RawLogLine(stamp, time, _bytes.AsMemory(content, _end - content), IsPartial: true);
        var any = _end > _start;
        Clear();
        return any;
    }

    /// <summary>Forgets an unfinished line.</summary>
    public void Clear()
    {
        _start = _end = _scanned = 0;
        _pieceStamp = null;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Clear();
    }

    private (ReadOnlyMemory<byte> Stamp, DateTimeOffset Time, int Content) Split(int end)
    {
        if (_pieceStamp is not null)
        {
            return (_pieceStamp, _pieceTime, _start);
        }

        var head = _bytes.AsSpan(_start, Math.Min(end - _start, LogTimestamp.MaxLength + 1));
        var blank = head.IndexOf((byte)' ');
        return blank > 0 && LogTimestamp.TryParse(head[..blank], out var time)
            ? (_bytes.AsMemory(_start, blank), time, _start + blank + 1)
            : (default, default, _start);
    }

    private void Replace(int size)
    {
        var old = _bytes;
        Move(ArrayPool<byte>.Shared.Rent(size));
        ArrayPool<byte>.Shared.Return(old);
    }

    private void Move(byte[] target)
    {
        _bytes.AsSpan(_start, _end - _start).CopyTo(target);
        _bytes = target;
        _scanned -= _start;
        _end -= _start;
        _start = 0;
    }
}
