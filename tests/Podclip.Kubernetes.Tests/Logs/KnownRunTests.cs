using System.Globalization;
using System.Text;
using Podclip.Kubernetes.Logs;

namespace Podclip.Kubernetes.Tests.Logs;

public class KnownRunTests
{
    // A line is written as <seconds after the start>:<content>.
    [Theory]
    [InlineData("10.1:a 10.2:b", "10.1:a 10.2:b 10.3:c", "10.3:c")]
    [InlineData("10.1:a 10.1:a 10.1:a", "10.1:a 10.1:a 10.1:a 10.1:a", "10.1:a")]
    [InlineData("8.5:x 9.1:a 10.2:b", "9.1:a 10.2:b 10.2:b", "10.2:b")]
    [InlineData("10.1:a 10.2:b", "10.2:b 10.3:c", "10.3:c")]
    [InlineData("10.1:a 10.2:b 10.1:c", "10.1:a 10.2:b 10.1:c 10.1:d", "10.1:d")]
    [InlineData("20.1:a 20.9:b 10.3:c 10.5:d", "15.0:o 18.0:o 20.1:a 20.9:b 10.3:c 10.5:d 10.6:e", "10.6:e")]
    [InlineData("10.1:a 10.2:b", "10.3:c 10.4:d", "GAP 10.3:c 10.4:d")]
    [InlineData("10.1:a 10.2:b", "10.1:a 10.3:c", "GAP 10.3:c")]
    [InlineData("10.1:a 10.2:b", "10.1:other 10.2:other 10.3:c", "GAP 10.3:c")]
    [InlineData("", "10.1:a", "10.1:a")]
    public void New_lines_begin_after_the_known_ones(string known, string stream, string expected)
    {
        var run = new KnownRun(new LogPosition([.. Parse(known).Select(l => new LogMark(l.Stamp, l.Hash))]), TimeSpan.FromSeconds(1));

        var seen = new List<string>();
        foreach (var (text, stamp, time, hash) in Parse(stream))
        {
            switch (run.Judge(Encoding.ASCII.GetBytes(stamp), time, hash))
            {
                case LineNovelty.NewAfterGap:
                    seen.Add("GAP");
                    goto case LineNovelty.New;
                case LineNovelty.New:
                    seen.Add(text);
                    break;
            }
        }

        Assert.Equal(expected, string.Join(' ', seen));
    }

    [Fact]
    public void The_tracker_keeps_two_seconds_and_a_bounded_number_of_lines()
    {
        var tracker = new LogPositionTracker();
        foreach (var (_, stamp, _, hash) in Parse("1.0:a 1.5:b 2.9:c 3.0:d 3.2:e"))
        {
            tracker.Add(new LogMark(stamp, hash));
        }

        Assert.Equal(4, tracker.Current.Tail.Count);
        Assert.Equal(tracker.Current.Tail, new LogPositionTracker(tracker.Current).Current.Tail);

        for (ulong i = 0; i < 30_000; i++)
        {
            tracker.Add(new LogMark("2026-11-21T02:10:43.1Z", i));
        }

        Assert.Equal(LogPositionTracker.MaxMarks, tracker.Current.Tail.Count);
        Assert.Throws<ArgumentException>(() => tracker.Add(new LogMark("yesterday", 1)));
    }

    [Theory]
    [InlineData("2026-11-21T02:10:43.603985048Z", "2026-11-21T02:10:43.6039850+00:00")]
    [InlineData("2026-11-21T02:10:43Z", "2026-11-21T02:10:43.0000000+00:00")]
    [InlineData("2026-11-21T02:10:43.1+05:30", "2026-11-21T02:10:43.1000000+05:30")]
    [InlineData("2026-11-21T02:10:43.1-08:00", "2026-11-21T02:10:43.1000000-08:00")]
    [InlineData("2026-11-21T02:10:43", null)]
    [InlineData("2026-11-21T02:10:43.Z", null)]
    [InlineData("2026-11-21T02:10:43.1234567890Z", null)]
    [InlineData("2026-13-21T02:10:43Z", null)]
    [InlineData("2026-02-30T02:10:43Z", null)]
    [InlineData("2026-11-21T02:10:43.1+5:30", null)]
    [InlineData("failed to watch file", null)]
    public void Times_are_read_as_the_node_writes_them(string text, string? expected)
    {
        Assert.Equal(expected is not null, LogTimestamp.TryParse(text, out var time));
        Assert.Equal(expected, expected is null ? null : time.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("", 9745341302797703403)]
    [InlineData("hello", 310648015294913691)]
    [InlineData("the quick brown fox", 11248763855915239322)]
    public void The_hash_of_a_line_never_changes(string line, ulong expected) =>
        Assert.Equal(expected, LineHash.Of(Encoding.UTF8.GetBytes(line)));

    private static IEnumerable<(string Text, string Stamp, DateTimeOffset Time, ulong Hash)> Parse(string lines)
    {
        foreach (var line in lines.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(':');
            var time = ScriptedLog.Start.AddSeconds(double.Parse(parts[0], CultureInfo.InvariantCulture));
            yield return (line, time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture), time, LineHash.Of(Encoding.UTF8.GetBytes(parts[1])));
        }
    }
}
