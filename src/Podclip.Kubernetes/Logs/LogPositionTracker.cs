namespace Podclip.Kubernetes.Logs;

/// <summary>
/// Keeps the <see cref="LogPosition"/> of a reader line by line: the last two seconds of what it has seen, and of more than
/// <see cref="MaxMarks"/> lines only the newest. Not safe for use by several threads.
/// </summary>
public sealed class LogPositionTracker
{
    /// <summary>How many lines a position holds at most: enough to find them again, few enough for a container that prints without end.</summary>
    public const int MaxMarks = 20_000;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    private readonly Queue<Entry> _entries = new();
    private LogPosition? _current;

    /// <summary>A tracker that begins at <paramref name="start"/>.</summary>
    /// <param name="start">Where the reader stands; the beginning of the log when null.</param>
    /// <exception cref="ArgumentException">A mark of <paramref name="start"/> has no valid time.</exception>
    public LogPositionTracker(LogPosition? start = null)
    {
        foreach (var mark in start?.Tail ?? [])
        {
            Add(mark);
        }
    }

    /// <summary>Where the reader stands now.</summary>
    public LogPosition Current => _current ??= _entries.Count == 0 ? LogPosition.Start : new LogPosition([.. _entries.Select(e => e.Mark)]);

    /// <summary>Notes a line that was seen.</summary>
    /// <param name="line">The line.</param>
    public void Add(in LogLine line) => Add(new LogMark(line.RawTimestamp, line.Hash), line.Timestamp);

    /// <summary>Notes a line that was seen, from what a journal keeps of it.</summary>
    /// <param name="mark">The line's time and hash.</param>
    /// <exception cref="ArgumentException">The mark has no valid time.</exception>
    public void Add(LogMark mark) => Add(mark, LogTimestamp.Of(mark));

    private void Add(LogMark mark, DateTimeOffset time)
    {
        _current = null;
        _entries.Enqueue(new Entry(mark, time));
        while (_entries.Count > MaxMarks || _entries.Peek().Time < time - Window)
        {
            _entries.Dequeue();
        }
    }

    private readonly record struct Entry(LogMark Mark, DateTimeOffset Time);
}
