using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Podclip.LocalCluster.Kubelet.Supervision;

namespace Podclip.LocalCluster.Kubelet.Logs;

/// <summary>Reads the entries of a container's log file one by one, through one buffer. An entry still being written is not seen yet.</summary>
/// <param name="file">The file; it stays the caller's.</param>
/// <param name="position">Where to begin.</param>
internal sealed class LogEntryReader(SafeFileHandle file, long position) : IDisposable
{
    private const byte LineFeed = (byte)'\n';
    private const int BufferSize = 64 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private long _position = position;
    private int _start;
    private int _end;

    /// <summary>The next entry; false when there is none now.</summary>
    public bool TryRead(out LogEntry entry)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf(LineFeed);
            if (length < 0)
            {
                if (!Fill())
                {
                    entry = default;
                    return false;
                }

                continue;
            }

            var line = _buffer.AsMemory(_start, length);
            var offset = _position;
            _start += length + 1;
            _position += length + 1;
            if (TryParse(line, offset, out entry))
            {
                return true;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary>A line that is no entry is passed over: a full disk may have cut one in the middle.</summary>
    private static bool TryParse(ReadOnlyMemory<byte> line, long offset, out LogEntry entry)
    {
        var span = line.Span;
        var time = span.IndexOf((byte)' ');
        if (time > 0 && span.Length >= time + 10 && span[time + 7] == ' ' && span[time + 9] == ' ')
        {
            var name = span.Slice(time + 1, 6);
            var isOutput = name.SequenceEqual("stdout"u8);
            if (isOutput || name.SequenceEqual("stderr"u8))
            {
                entry = new LogEntry(offset, isOutput ? LogStream.Output : LogStream.Errors, span[time + 8] == 'F', line[..time], line[(time + 10)..]);
                return true;
            }
        }

        entry = default;
        return false;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            // No entry of ours is so long; whatever this is, it is passed over piece by piece.
            _position += _end;
            _end = 0;
        }

        var count = RandomAccess.Read(file, _buffer.AsSpan(_end), _position + _end);
        _end += count;
        return count > 0;
    }
}
