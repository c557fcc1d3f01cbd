using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Podclip.Engine.Journal;

/// <summary>
/// Appends to a run's journal. Records are written (one system call a batch) before anyone is told of them, so that they survive
/// the death of this process; they are forced to the disk when a segment ends and when the run is settled.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    private const long SegmentLength = 8 << 20;

    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly JournalSignal _signal;
    private readonly MemoryStream _batch = new();
    private readonly Lock _lock = new();
    private SafeFileHandle _file;
    private long _length;

    /// <summary>Opens the journal of <paramref name="directory"/> at its end; a record that a crash cut short is removed.</summary>
    public JournalWriter(string directory, TimeProvider time, JournalSignal signal)
    {
        _directory = directory;
        _time = time;
        _signal = signal;
        var segments = JournalSegments.List(directory);
        if (segments.Count == 0)
        {
            LastSequence = 0;
            _file = Open(1, FileMode.CreateNew);
            return;
        }

        var (last, end) = JournalSegments.FindEnd(segments[^1].Path);
        LastSequence = last ?? segments[^1].First - 1;
        _file = File.OpenHandle(segments[^1].Path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        RandomAccess.SetLength(_file, end);
        _length = end;
    }

    /// <summary>The newest record's number; 0 for an empty journal.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Appends a record of ours.</summary>
    public void Append(JournalKind kind, string text)
    {
        lock (_lock)
        {
            Add(kind, _time.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture), 0, Encoding.UTF8.GetBytes(text));
            Flush();
        }
    }

    /// <summary>Appends output: a batch of records in one write.</summary>
    public void AppendOutput(IEnumerable<(JournalKind Kind, string Timestamp, ulong Hash, ReadOnlyMemory<byte> Payload)> records)
    {
        lock (_lock)
        {
            foreach (var (kind, timestamp, hash, payload) in records)
            {
                Add(kind, timestamp, hash, payload);
            }

            Flush();
        }
    }

    /// <summary>Forces everything to the disk.</summary>
    public void Sync()
    {
        lock (_lock)
        {
            RandomAccess.FlushToDisk(_file);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private void Add(JournalKind kind, string timestamp, ulong hash, ReadOnlyMemory<byte> payload)
    {
        var record = new JournalRecord(++LastSequence, kind, timestamp, hash, payload);
        _batch.Write(JournalFormat.Header(record));
        _batch.Write(payload.Span);
        _batch.WriteByte((byte)'\n');
        if (_length + _batch.Length >= SegmentLength)
        {
            WriteBatch();
            RandomAccess.FlushToDisk(_file);
            _file.Dispose();
            _file = Open(LastSequence + 1, FileMode.CreateNew);
            _length = 0;
        }
    }

    private void Flush()
    {
        WriteBatch();
        _signal.Set();
    }

    private void WriteBatch()
    {
        if (_batch.Length == 0)
        {
            return;
        }

        RandomAccess.Write(_file, _batch.GetBuffer().AsSpan(0, (int)_batch.Length), _length);
        _length += _batch.Length;
        _batch.SetLength(0);
        if (_batch.Capacity > SegmentLength)
        {
            _batch.Capacity = 0;
        }
    }

    private SafeFileHandle Open(long first, FileMode mode) =>
        File.OpenHandle(JournalSegments.PathOf(_directory, first), mode, FileAccess.ReadWrite, FileShare.Read);
}
