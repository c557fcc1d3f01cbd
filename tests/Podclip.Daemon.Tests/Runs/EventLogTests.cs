using System.Text;
using Podclip.Daemon.Runs;

namespace Podclip.Daemon.Tests.Runs;

public sealed class EventLogTests : IDisposable
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("events.ndjson");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_the_cursor_the_events_behind_it_come_once_and_in_order()
    {
        var random = new Random(71);
        var events = new EventLog(Path);
        for (var i = 0; i < 1500; i++)
        {
            // Some are longer than what is read at once.
            Append(events, new string('x', i % 400 == 7 ? 150_000 : random.Next(300)));
        }

        Finish(events);
        foreach (var log in (EventLog[])[events, new EventLog(Path)])
        {
            foreach (var after in (long[])[0, 1, 511, 512, 513, 1024, 1400, 1499, 1500, 1501, .. Enumerable.Range(0, 20).Select(_ => random.NextInt64(1501))])
            {
                Assert.Equal(Enumerable.Range((int)after + 1, 1501 - (int)after).Select(n => (long)n), await ReadAsync(log, after));
            }
        }

        events.Dispose();
    }

    [Fact]
    public async Task A_follower_is_told_what_comes_as_it_comes()
    {
        using var events = new EventLog(Path);
        var following = ReadAsync(events, 0);
        for (var i = 0; i < 3000; i++)
        {
            Append(events, "line");
            if (i % 100 == 0)
            {
                await Task.Yield();
            }
        }

        Finish(events);
        Assert.Equal(Enumerable.Range(1, 3001).Select(n => (long)n), await following.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_a_crash_cut_short_is_removed_wherever_the_cut_is()
    {
        using (var events = new EventLog(Path))
        {
            Append(events, "first");
            Append(events, "second \"quoted\" äöü");
        }

        var whole = File.ReadAllBytes(Path);
        var second = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = second; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            using var events = new EventLog(Path);
            Assert.Equal(1, events.LastSequence);
            Assert.Equal(new EventPosition("run", 1, 1), events.Position);
            Assert.Equal(second, new FileInfo(Path).Length);
            Append(events, "third");
            Assert.Equal(2, events.LastSequence);
        }
    }

    [Fact]
    public void The_result_is_the_last_event_also_after_a_restart()
    {
        using (var events = new EventLog(Path))
        {
            Append(events, "first");
            Assert.False(events.IsComplete);
            Finish(events);
        }

        using var again = new EventLog(Path);
        Assert.True(again.IsComplete);
        Assert.Throws<InvalidOperationException>(() => Append(again, "late"));
    }

    [Fact]
    public async Task Silence_is_told_by_an_empty_block()
    {
        using var events = new EventLog(Path);
        Append(events, "first");
        await using var blocks = events.FollowAsync(0, TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await blocks.MoveNextAsync());
        Assert.False(blocks.Current.IsEmpty);
        Assert.True(await blocks.MoveNextAsync());
        Assert.True(blocks.Current.IsEmpty);
    }

    private static void Append(EventLog events, string text)
    {
        var position = new EventPosition("run", events.LastSequence + 1, 1);
        events.Append(sequence => EventLine.Write(sequence, DateTimeOffset.UnixEpoch, "log", position, writer => writer.WriteString("text", text)), position);
    }

    private static void Finish(EventLog events) =>
        events.Append(sequence => EventLine.Write(sequence, DateTimeOffset.UnixEpoch, EventLine.ResultType, events.Position, _ => { }), events.Position, isResult: true);

    private static async Task<List<long>> ReadAsync(EventLog events, long after)
    {
        List<long> numbers = [];
        await foreach (var block in events.FollowAsync(after, Never, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            Assert.Equal((byte)'\n', block.Span[^1]);
            numbers.AddRange(Encoding.UTF8.GetString(block.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!["seq"]!.GetValue<long>()));
        }

        return numbers;
    }
}
