using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Podclip.Daemon.Runs;

/// <summary>
/// The events of a hosted run on disk: a line of JSON each, numbered from 1, byte for byte as callers get them. An event is written before anyone
/// is told of it, so it survives the death of this process, and a caller who comes back with its cursor misses nothing.
/// </summary>
internal sealed class EventLog : IDisposable
{
    private const int ReadBytes = 64 * 1024;
    private const int IndexStep = 512;
    private readonly Lock _lock = new();
    private readonly SafeFileHandle _file;

    // Where every 512th event ends, so that a cursor is found without reading all that came before.
    private readonly List<long> _index = [0];
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _length;
    private long _lastSequence;
    private volatile bool _isComplete;

    /// <summary>Opens the events in a file, or begins them. What a crash cut short is removed.</summary>
    /// <param name="path">The file.</param>
    public EventLog(string path)
    {
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var end = new EventScan(_file).Run(at => _index.Add(at), IndexStep);
        (_length, _lastSequence, _isComplete, Position) = (end.Length, end.LastSequence, end.HasResult, end.Position);
        RandomAccess.SetLength(_file, _length);
    }

    /// <summary>The newest event's number; 0 for none.</summary>
    public long LastSequence => Interlocked.Read(ref _lastSequence);

    /// <summary>Whether the result is among the events: nothing comes after it.</summary>
    public bool IsComplete => _isComplete;

    /// <summary>Where in a run's journal the newest events came from.</summary>
    public EventPosition Position { get; private set; }

    /// <summary>Appends an event.</summary>
    /// <param name="write">Writes its line, end included, given its number.</param>
    /// <param name="position">Where it comes from.</param>
    /// <param name="isResult">Whether it is the last one.</param>
    /// <exception cref="IOException">It could not be written; there is no such event.</exception>
    public void Append(Func<long, ReadOnlyMemory<byte>> write, EventPosition position, bool isResult = false)
    {
        TaskCompletionSource appended;
        lock (_lock)
        {
            if (_isComplete)
            {
                throw new InvalidOperationException("Nothing comes after a result.");
            }

            var line = write(_lastSequence + 1);
            RandomAccess.Write(_file, line.Span, _length);
            if (isResult)
            {
                RandomAccess.FlushToDisk(_file);
                _isComplete = true;
            }

            _length += line.Length;
            if (Interlocked.Increment(ref _lastSequence) % IndexStep == 0)
            {
                _index.Add(_length);
            }

            Position = position;
            appended = _appended;
            _appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        appended.SetResult();
    }

    /// <summary>The events after a cursor, in blocks of whole lines; then those to come. Ends after the result.</summary>
    /// <param name="after">The last number already seen; 0 for all.</param>
    /// <param name="silence">After so long without an event an empty block is given.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The blocks, each valid until the next is asked for.</returns>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync(long after, TimeSpan silence, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var offset = Find(after);
        var buffer = new byte[ReadBytes];
        while (true)
        {
            var (length, isComplete, appended) = Look();
            while (offset < length)
            {
                var count = ReadLines(ref buffer, offset, length);
                offset += count;
                yield return buffer.AsMemory(0, count);
            }

            if (isComplete)
            {
                yield break;
            }

            if (!await HasComeAsync(appended, silence, time, cancellationToken))
            {
                yield return ReadOnlyMemory<byte>.Empty;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static async Task<bool> HasComeAsync(Task appended, TimeSpan silence, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await appended.WaitAsync(silence, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private (long Length, bool IsComplete, Task Appended) Look()
    {
        lock (_lock)
        {
            return (_length, _isComplete, _appended.Task);
        }
    }

    // As many whole lines as there are up to `end`; a line longer than the buffer makes it grow.
    private int ReadLines(ref byte[] buffer, long offset, long end)
    {
        while (true)
        {
            var filled = 0;
            var wanted = (int)Math.Min(buffer.Length, end - offset);
            while (filled < wanted && RandomAccess.Read(_file, buffer.AsSpan(filled, wanted - filled), offset + filled) is > 0 and var read)
            {
                filled += read;
            }

            if (buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') is >= 0 and var last)
            {
                return last + 1;
            }

            if (filled < wanted)
            {
                throw new IOException("The run's events are shorter than what was written of them.");
            }

            buffer = new byte[buffer.Length * 2];
        }
    }

    // Where the event after a cursor begins.
    private long Find(long after)
    {
        long offset;
        long sequence;
        long end;
        lock (_lock)
        {
            if (after >= _lastSequence)
            {
                return _length;
            }

            var block = (int)(after / IndexStep);
            (offset, sequence, end) = (_index[block], (long)block * IndexStep, _length);
        }

        var buffer = new byte[ReadBytes];
        while (sequence < after)
        {
            var count = ReadLines(ref buffer, offset, end);
            for (var lines = buffer.AsSpan(0, count); sequence < after && !lines.IsEmpty; sequence++)
            {
                var line = lines.IndexOf((byte)'\n') + 1;
                offset += line;
                lines = lines[line..];
            }
        }

        return offset;
    }
}
