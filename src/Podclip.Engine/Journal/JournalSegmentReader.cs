using Microsoft.Win32.SafeHandles;

namespace Podclip.Engine.Journal;

/// <summary>Reads the whole records of one segment, as far as they are written.</summary>
internal sealed class JournalSegmentReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _filled;

    /// <summary>A reader at the segment's beginning.</summary>
    public JournalSegmentReader(string path) =>
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    /// <summary>Where the next record begins.</summary>
    public long Position { get; private set; }

    /// <summary>Reads the next whole record; false when there is none (yet). The payload is valid until the next call.</summary>
    public bool TryRead(out JournalRecord record)
    {
        record = default;
        var headerEnd = FindHeaderEnd();
        if (headerEnd < 0 || !JournalFormat.TryParse(_buffer.AsSpan(_start, headerEnd), out record, out var length))
        {
            return false;
        }

        var total = headerEnd + 1 + length + 1;
        if (!Fill(total))
        {
            return false;
        }

        record = record with { Payload = _buffer.AsMemory(_start + headerEnd + 1, length) };
        _start += total;
        Position += total;
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private int FindHeaderEnd()
    {
        var end = Window.IndexOf((byte)'\n');
        if (end < 0 && _filled - _start < JournalFormat.LongestHeader)
        {
            Fill(JournalFormat.LongestHeader);
            end = Window.IndexOf((byte)'\n');
        }

        return end;
    }

    private Span<byte> Window => _buffer.AsSpan(_start, _filled - _start);

    // Makes at least `wanted` bytes available from _start on, if the file has them.
    private bool Fill(int wanted)
    {
        if (_filled - _start >= wanted)
        {
            return true;
        }

        Window.CopyTo(_buffer);
        _filled -= _start;
        _start = 0;
        if (wanted > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(wanted, _buffer.Length * 2));
        }

        while (_filled < wanted)
        {
            var read = RandomAccess.Read(_file, _buffer.AsSpan(_filled), Position + _filled);
            if (read == 0)
            {
                return false;
            }

            _filled += read;
        }

        return true;
    }
}
