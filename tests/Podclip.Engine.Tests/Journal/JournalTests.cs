using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Podclip.Engine.Journal;

namespace Podclip.Engine.Tests.Journal;

public class JournalTests
{
    [Fact]
    public void Every_record_comes_back_as_it_was_written_whatever_its_bytes() =>
        Prop.ForAll<byte[][]>(payloads =>
        {
            using var directory = new TemporaryDirectory();
            using (var writer = new JournalWriter(directory.Path, TimeProvider.System, new JournalSignal()))
            {
                writer.AppendOutput(payloads.Select((payload, i) => (JournalKind.Line, Stamp(i), (ulong)i, (ReadOnlyMemory<byte>)payload)));
            }

            var read = Read(directory.Path, after: 0);
            return read.Select(record => record.Payload).SequenceEqual(payloads, ByteArrays.Instance)
                && read.Select(record => record.Sequence).SequenceEqual(payloads.Select((_, i) => i + 1L))
                && read.Select(record => record.Hash).SequenceEqual(payloads.Select((_, i) => (ulong)i))
                && read.Select(record => record.Timestamp).SequenceEqual(payloads.Select((_, i) => Stamp(i)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_file_cut_at_any_byte_gives_the_whole_records_before_the_cut_and_goes_on_from_there()
    {
        byte[] whole;
        using (var directory = new TemporaryDirectory())
        {
            WriteLines(directory.Path, ["first", "", "third with\nline end", "fourth"]);
            whole = File.ReadAllBytes(JournalSegments.PathOf(directory.Path, 1));
        }

        for (var length = 0; length < whole.Length; length++)
        {
            using var directory = new TemporaryDirectory();
            File.WriteAllBytes(JournalSegments.PathOf(directory.Path, 1), whole[..length]);
            var before = Read(directory.Path, after: 0).Count;
            WriteLines(directory.Path, ["after the crash"]);
            var after = Read(directory.Path, after: 0);
            Assert.Equal(before + 1, after.Count);
            Assert.Equal("after the crash", Encoding.UTF8.GetString(after[^1].Payload));
            Assert.Equal(after.Count, after[^1].Sequence);
        }
    }

    [Fact]
    public void Segments_follow_each_other_without_a_seam()
    {
        using var directory = new TemporaryDirectory();
        var line = new byte[300_000];
        using (var writer = new JournalWriter(directory.Path, TimeProvider.System, new JournalSignal()))
        {
            for (var i = 0; i < 100; i++)
            {
                line[0] = (byte)i;
                writer.AppendOutput([(JournalKind.Line, Stamp(i), 0, line.ToArray())]);
            }
        }

        Assert.True(JournalSegments.List(directory.Path).Count > 2);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (byte)i), Read(directory.Path, 0).Select(record => record.Payload[0]));
        Assert.Equal(Enumerable.Range(60, 40).Select(i => (byte)i), Read(directory.Path, 60).Select(record => record.Payload[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_goes_on_live_until_the_end_record(bool sameProcess)
    {
        using var directory = new TemporaryDirectory();
        var signal = new JournalSignal();
        using var writer = new JournalWriter(directory.Path, TimeProvider.System, signal);
        var reader = new JournalReader(directory.Path, sameProcess ? signal : null, TimeProvider.System);
        var reading = Task.Run(
            async () =>
            {
                var seen = new List<string>();
                await foreach (var record in reader.FollowAsync(0, TestContext.Current.CancellationToken))
                {
                    seen.Add(Encoding.UTF8.GetString(record.Payload.Span));
                }

                return seen;
            },
            TestContext.Current.CancellationToken);
        for (var i = 0; i < 500; i++)
        {
            writer.Append(JournalKind.Line, $"line {i}");
        }

        writer.Append(JournalKind.End, "end");
        var lines = await reading.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal([.. Enumerable.Range(0, 500).Select(i => $"line {i}"), "end"], lines);
    }

    [Fact]
    public void R24_A_run_has_one_driver()
    {
        using var directory = new TemporaryDirectory();
        Assert.True(RunLock.TryTake(directory.Path, out var first));
        Assert.False(RunLock.TryTake(directory.Path, out _));
        first.Dispose();
        Assert.True(RunLock.TryTake(directory.Path, out var second));
        second.Dispose();
    }

    private static string Stamp(int i) => FormattableString.Invariant($"2026-11-21T10:00:{i % 60:D2}.123456789Z");

    private static void WriteLines(string directory, IEnumerable<string> lines)
    {
        using var writer = new JournalWriter(directory, TimeProvider.System, new JournalSignal());
        foreach (var line in lines)
        {
            writer.Append(JournalKind.Line, line);
        }
    }

    private static List<(long Sequence, string Timestamp, ulong Hash, byte[] Payload)> Read(string directory, long after) =>
        [.. new JournalReader(directory, null, TimeProvider.System).Read(after).Select(record => (record.Sequence, record.Timestamp, record.Hash, record.Payload.ToArray()))];

    private sealed class ByteArrays : IEqualityComparer<byte[]>
    {
        public static ByteArrays Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => obj.Length;
    }
}
