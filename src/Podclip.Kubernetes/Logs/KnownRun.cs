using System.Text;

namespace Podclip.Kubernetes.Logs;

/// <summary>
/// Finds, at the beginning of a resumed stream, the lines that were seen before the cut, and says where new ones begin.
/// </summary>
/// <remarks>
/// The server sends every line of its current file whose time is not before <see cref="Since"/>. Normally these are exactly the
/// known lines, in order, and then new ones. After a rotation the first known lines may be gone; after a jump of the clock
/// older lines may come first. So a line that is not the next known one is looked for among all known ones, and one that is not
/// among them is dropped as long as it is not newer than all of them. A newer line before the end of the run means that the
/// run is no longer there: what lies between is unknown.
/// </remarks>
internal sealed class KnownRun
{
    private readonly List<LogMark> _marks = [];
    private readonly DateTimeOffset _newest;
    private Dictionary<LogMark, int>? _first;
    private int _next;

    /// <summary>The run that a position describes.</summary>
    /// <param name="position">The position.</param>
    /// <param name="margin">
    /// How far before the last line's second to begin. Lines of stdout and stderr may be written in another order than their
    /// times, so a margin of a second finds those that come late.
    /// </param>
    public KnownRun(LogPosition position, TimeSpan margin)
    {
        if (position.Tail.Count == 0)
        {
            IsPassed = true;
            return;
        }

        var last = LogTimestamp.Of(position.Tail[^1]);
        Since = new DateTimeOffset(last.UtcTicks - (last.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero) - margin;
        foreach (var mark in position.Tail)
        {
            var time = LogTimestamp.Of(mark);
            _newest = time > _newest ? time : _newest;
            if (time >= Since)
            {
                _marks.Add(mark);
            }
        }
    }

    /// <summary>From when to ask for lines; null for all.</summary>
    public DateTimeOffset? Since { get; }

    /// <summary>Whether everything that follows is new.</summary>
    public bool IsPassed { get; private set; }

    /// <summary>Judges the next line of the stream.</summary>
    public LineNovelty Judge(ReadOnlySpan<byte> stamp, DateTimeOffset time, ulong hash)
    {
        if (IsPassed)
        {
            return LineNovelty.New;
        }

        var expected = _marks[_next];
        if (expected.Hash == hash && Ascii.Equals(stamp, expected.RawTimestamp))
        {
            Step(_next);
            return LineNovelty.Known;
        }

        _first ??= FirstPlaces();
        if (_first.TryGetValue(new LogMark(Encoding.ASCII.GetString(stamp), hash), out var place))
        {
            Step(place);
            return LineNovelty.Known;
        }

        if (time <= _newest)
        {
            return LineNovelty.Known;
        }

        IsPassed = true;
        return LineNovelty.NewAfterGap;
    }

    private void Step(int place)
    {
        _next = place + 1;
        IsPassed = _next == _marks.Count;
    }

    private Dictionary<LogMark, int> FirstPlaces()
    {
        var places = new Dictionary<LogMark, int>(_marks.Count);
        for (var i = 0; i < _marks.Count; i++)
        {
            places.TryAdd(_marks[i], i);
        }

        return places;
    }
}
