using Microsoft.Win32.SafeHandles;

namespace Podclip.Daemon.Runs;

/// <summary>Reads through the events of a file once, to go on behind the last whole one.</summary>
/// <param name="file">The file.</param>
internal sealed class EventScan(SafeFileHandle file)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _filled;

    /// <summary>Reads it.</summary>
    /// <param name="onStep">Told where each event of a round number ends.</param>
    /// <param name="step">What numbers are round.</param>
    public (long Length, long LastSequence, bool HasResult, EventPosition Position) Run(Action<long> onStep, int step)
    {
        long offset = 0;
        long sequence = 0;
        var hasResult = false;
        var position = EventPosition.Start;
        while (NextLine(offset) is { Length: > 0 } line && EventLine.TryRead(line, out var known) && known.Sequence == sequence + 1)
        {
            (sequence, position, hasResult) = (known.Sequence, known.Position, known.IsResult);
            offset += line.Length;
            Consume(line.Length);
            if (sequence % step == 0)
            {
                onStep(offset);
            }
        }

        return (offset, sequence, hasResult, position);
    }

    // Empty at the end, and when what is left is no whole line.
    private ReadOnlySpan<byte> NextLine(long offset)
    {
        while (true)
        {
            var end = _buffer.AsSpan(0, _filled).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return _buffer.AsSpan(0, end + 1);
            }

            if (_filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = RandomAccess.Read(file, _buffer.AsSpan(_filled), offset + _filled);
            if (read == 0)
            {
                return [];
            }

            _filled += read;
        }
    }

    private void Consume(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
